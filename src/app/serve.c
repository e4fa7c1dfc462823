/* goldthread serve: the web site of one partnership. */
#include "app/frame_commands.h"

#include "app/web.h"
#include "base/text.h"
#include "http/server.h"

#include <talloc.h>

static struct error *read_number(struct command_run *run, const char *option, int64_t least, int64_t most, int64_t otherwise,
                                 int64_t *number)
{
    const char *text = command_option(run, option);
    *number = otherwise;
    if (!text)
        return NULL;
    if (!text_to_integer(text, number) || *number < least || *number > most)
        return ERROR_NEW(run->ctx, ERROR_INVALID, "%s takes a whole number from %lld to %lld, not %s.", option, (long long)least,
                         (long long)most, text);
    return NULL;
}

static struct error *run_serve(struct command_run *run)
{
    int64_t port, workers, partnership;
    TRY(read_number(run, "--port", 0, 65535, 8080, &port));
    TRY(read_number(run, "--workers", 1, 64, 4, &workers));

    struct store_connection *connection;
    struct web *web;
    struct server *server;
    TRY(application_open(run, false, &connection));
    TRY(application_partnership(run, connection, &partnership));
    TRY(web_make(run->ctx, run->application, connection, partnership, &web));

    struct server_config config = {
        .address = command_option(run, "--address"),
        .port = (uint16_t)port,
        .workers = (unsigned)workers,
        .application = web,
        .worker_start = web_worker_start,
        .handle = web_handle,
        .error_page = web_error_page,
    };
    TRY(server_start(run->ctx, &config, &server));
    fprintf(run->out, "Serving %s on http://%s:%u/ (Ctrl-C stops it)\n", store_where(run->application->store),
            server_address(server), (unsigned)server_port(server));
    fflush(run->out);
    return server_run_until_signalled(server);
}

const struct command serve_command = {
    .name = "serve", .says = "Shows a partnership's public pages as a web site on this machine", .run = run_serve,
    .options = (const struct option[]) {
        OPTION_DB, OPTION_PARTNERSHIP,
        {"--address", "ADDRESS", "Where to listen (default 127.0.0.1: this machine alone)", false},
        {"--port", "PORT", "Which port (default 8080; 0: any free one, printed)", false},
        {"--workers", "N", "How many pages are written at a time (default 4)", false},
        OPTIONS_END },
    .help = "Everybody who can reach it sees what the public may see, and nothing else. Put a proxy in front for HTTPS.\n\n"
            "example: goldthread serve --db partnership.db --port 8080\n",
};
