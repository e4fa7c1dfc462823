/* The listening socket is opened here and not by the library, so that a failure can be told in words that help. */
#include "http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <unistd.h>

#define BACKLOG 512 /* connections that the kernel holds until we accept them */

static struct error *explain(void *ctx, const char *address, uint16_t port, int number)
{
    const char *detail = strerror(number);
    if (number == EADDRINUSE)
        return ERROR_DETAIL(ctx, ERROR_IO, detail,
                            "Port %u on %s is in use already. Stop the program that uses it, or choose another port.",
                            port, address);
    if (number == EACCES)
        return ERROR_DETAIL(ctx, ERROR_IO, detail,
                            "Port %u on %s is reserved to the administrator. Choose a port from 1024 upwards.", port,
                            address);
    if (number == EADDRNOTAVAIL)
        return ERROR_DETAIL(ctx, ERROR_IO, detail, "%s is not an address of this machine.", address);
    return ERROR_DETAIL(ctx, ERROR_IO, detail, "Port %u on %s could not be opened: %s.", port, address, detail);
}

/* The number of the failure; 0: none. */
static int bind_and_listen(int fd, const struct addrinfo *where)
{
    int yes = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0)
        return errno;
    if (where->ai_family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) != 0)
        return errno;
    if (bind(fd, where->ai_addr, where->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0)
        return errno;
    return 0;
}

static uint16_t port_of(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } name;
    socklen_t size = sizeof name;
    if (getsockname(fd, &name.any, &size) != 0)
        return 0;
    return ntohs(name.any.sa_family == AF_INET6 ? name.v6.sin6_port : name.v4.sin_port);
}

struct error *listener_open(void *ctx, const char *address, uint16_t port, int *fd, uint16_t *bound)
{
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *where = NULL;
    if (getaddrinfo(address, service, &hints, &where) != 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "%s is not an address to listen at; write one such as 127.0.0.1 or ::1.",
                         address);
    int number = 0;
    int opened = socket(where->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (opened < 0)
        number = errno;
    else
        number = bind_and_listen(opened, where);
    freeaddrinfo(where);
    if (number) {
        if (opened >= 0)
            close(opened);
        return explain(ctx, address, port, number);
    }
    *fd = opened;
    *bound = port_of(opened);
    return NULL;
}
