/* A client that sends exactly the bytes it is told, however wrong, and reads one answer at a time. Any failure of its own
 * fails the test that uses it. */
#ifndef GOLDTHREAD_TESTS_HTTP_CLIENT_H
#define GOLDTHREAD_TESTS_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reply {
    int status;       /* 0: the server closed the connection without an answer */
    const char *head; /* status line and headers, each line ended by CR LF */
    const char *body;
    size_t body_length;
    size_t excess; /* bytes that came after the body */
};

/* A connection to 127.0.0.1; the caller's to close. Reads wait ten seconds at most. */
int client_connect(uint16_t port);

void client_send(int fd, const char *bytes, size_t count);
void client_say(int fd, const char *text);

/* Reads one answer: up to the end of its head, then as many bytes as Content-Length says (none after a HEAD, a 304). What
 * it holds is on ctx. */
struct reply client_read(void *ctx, int fd, bool headers_only);

/* Whether the server closes the connection, and sends nothing more, within `milliseconds`. */
bool client_sees_close(int fd, int milliseconds);

/* One request on a connection of its own. `raw` is all of it, with the empty line. */
struct reply client_ask(void *ctx, uint16_t port, const char *raw);

/* GET of an address, with further header lines (each with its CR LF; "" for none). */
struct reply client_get(void *ctx, uint16_t port, const char *address, const char *headers);

/* The value of a header of the reply, or NULL. */
const char *reply_header(void *ctx, const struct reply *reply, const char *name);

#endif
