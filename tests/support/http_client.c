/* The raw client. */
#include "http_client.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <talloc.h>
#include <unistd.h>

int client_connect(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(fd, 0);
    struct timeval wait = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    ck_assert_msg(connect(fd, (struct sockaddr *)&to, sizeof to) == 0, "connect: %s", strerror(errno));
    return fd;
}

void client_send(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the server may have refused already; its answer will say */
        bytes += sent;
        count -= (size_t)sent;
    }
}

void client_say(int fd, const char *text)
{
    client_send(fd, text, strlen(text));
}

/* Reads more into *text; false at the end. */
static bool read_more(void *ctx, int fd, char **text, size_t *used)
{
    *text = talloc_realloc_size(ctx, *text, *used + 65537);
    ck_assert_ptr_nonnull(*text);
    ssize_t got = recv(fd, *text + *used, 65536, 0);
    ck_assert_msg(got >= 0 || errno == ECONNRESET, "recv: %s", strerror(errno));
    if (got <= 0)
        return false;
    *used += (size_t)got;
    (*text)[*used] = '\0';
    return true;
}

const char *reply_header(void *ctx, const struct reply *reply, const char *name)
{
    size_t length = strlen(name);
    const char *line = reply->head ? strstr(reply->head, "\r\n") : NULL;
    for (; line && line[2]; line = strstr(line + 2, "\r\n")) {
        const char *at = line + 2;
        if (strncasecmp(at, name, length) == 0 && at[length] == ':') {
            at += length + 1;
            at += strspn(at, " ");
            return talloc_strndup(ctx, at, strcspn(at, "\r"));
        }
    }
    return NULL;
}

struct reply client_read(void *ctx, int fd, bool headers_only)
{
    struct reply reply = {.body = ""};
    char *text = talloc_strdup(ctx, "");
    size_t used = 0;
    char *end;
    while (!(end = strstr(text, "\r\n\r\n")))
        if (!read_more(ctx, fd, &text, &used))
            return reply;
    size_t head = (size_t)(end - text) + 4;
    reply.head = talloc_strndup(ctx, text, head - 2);
    ck_assert_int_eq(strncmp(text, "HTTP/1.", 7), 0);
    reply.status = (int)strtol(text + 9, NULL, 10);
    const char *stated = reply_header(ctx, &reply, "Content-Length");
    bool none = headers_only || reply.status == 304;
    size_t length = stated && !none ? strtoul(stated, NULL, 10) : 0;
    while (used < head + length)
        ck_assert_msg(read_more(ctx, fd, &text, &used), "the body is shorter than its Content-Length");
    reply.excess = used - head - length;
    reply.body = text + head;
    reply.body_length = length;
    return reply;
}

bool client_sees_close(int fd, int milliseconds)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    char byte;
    return poll(&ready, 1, milliseconds) == 1 && recv(fd, &byte, 1, 0) <= 0;
}

struct reply client_ask(void *ctx, uint16_t port, const char *raw)
{
    int fd = client_connect(port);
    client_say(fd, raw);
    struct reply reply = client_read(ctx, fd, strncmp(raw, "HEAD ", 5) == 0);
    ck_assert_uint_eq(reply.excess, 0);
    close(fd);
    return reply;
}

struct reply client_get(void *ctx, uint16_t port, const char *address, const char *headers)
{
    return client_ask(ctx, port,
                      talloc_asprintf(ctx, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", address, headers));
}
