/* Many at once: slow handlers, slow clients, a full queue, starting that fails, stopping while there is work. */
#include "base/log.h"
#include "http/server.h"

#include "../support/http_client.h"

#include <arpa/inet.h>
#include <check.h>
#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

static void *ctx;
static struct server *server;
static _Atomic int running, most_running, started, ended;
static _Atomic bool held; /* while true, /slow does not answer */

static void rest(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A worker's state: the number it was given, and how many requests run on it, which must never be two. */
struct state {
    int number;
    int busy;
};

static int state_ended(struct state *state)
{
    (void)state;
    ended++;
    return 0;
}

static struct error *worker_start(void *memory, void *application, void **worker)
{
    struct state *state = talloc_zero(memory, struct state);
    TRY_MEMORY(state);
    state->number = ++started;
    if (application && state->number == *(int *)application)
        return ERROR_DETAIL(memory, ERROR_STORE, "no such file", "Worker %d found no database.", state->number);
    talloc_set_destructor(state, state_ended);
    *worker = state;
    return NULL;
}

static struct error *answer(void *worker, struct request *request, struct response *response)
{
    struct state *state = worker;
    ck_assert_int_eq(state->busy++, 0);
    int now = ++running;
    if (now > most_running)
        most_running = now;
    if (strcmp(request->address.path, "/slow") == 0)
        while (held)
            rest(5);
    if (strcmp(request->address.path, "/large") == 0)
        for (int i = 0; i < 1000000; i++)
            buffer_text(&response->body, "0123456789");
    buffer_format(&response->body, "%s", request->address.path);
    running--;
    state->busy--;
    return NULL;
}

static struct server_config config(void)
{
    return (struct server_config){.handle = answer, .worker_start = worker_start, .workers = 3};
}

static void start(struct server_config chosen)
{
    ck_assert_ptr_null(server_start(ctx, &chosen, &server));
}

static int ask_slowly(void)
{
    int fd = client_connect(server_port(server));
    client_say(fd, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    return fd;
}

/* Waits until so many handlers run. */
static void await_running(int count)
{
    for (int i = 0; running != count && i < 1000; i++)
        rest(5);
    ck_assert_int_eq(running, count);
}

static void begin(void)
{
    ctx = talloc_new(NULL);
    running = most_running = started = ended = 0;
    held = false;
}

static void end(void)
{
    talloc_free(ctx);
}

START_TEST(a_slow_handler_holds_up_no_fast_one)
{
    start(config());
    held = true;
    int slow[2] = {ask_slowly(), ask_slowly()};
    await_running(2);
    double before = seconds_now();
    for (int i = 0; i < 20; i++)
        ck_assert_str_eq(client_get(ctx, server_port(server), "/fast", "").body, "/fast");
    ck_assert(seconds_now() - before < 5);
    ck_assert_int_eq(running, 2);
    held = false;
    for (int i = 0; i < 2; i++) {
        ck_assert_str_eq(client_read(ctx, slow[i], false).body, "/slow");
        close(slow[i]);
    }
    server_stop(server);
    ck_assert_int_eq(started, 3);
    ck_assert_int_eq(ended, 3);
}
END_TEST

START_TEST(requests_wait_for_a_free_worker)
{
    start(config());
    held = true;
    int slow[8];
    for (int i = 0; i < 8; i++)
        slow[i] = ask_slowly();
    await_running(3);
    held = false;
    for (int i = 0; i < 8; i++) {
        ck_assert_int_eq(client_read(ctx, slow[i], false).status, 200);
        close(slow[i]);
    }
    ck_assert_int_eq(most_running, 3);
    server_stop(server);
}
END_TEST

START_TEST(too_many_are_told_to_come_back)
{
    struct server_config small = config();
    small.workers = 1;
    small.waiting_most = 2;
    start(small);
    held = true;
    struct pollfd slow[4]; /* one runs, two wait, and one is too many */
    for (int i = 0; i < 4; i++) {
        slow[i] = (struct pollfd){.fd = ask_slowly(), .events = POLLIN};
        await_running(1);
    }
    ck_assert_int_eq(poll(slow, 4, 10000), 1);
    for (int i = 0; i < 4; i++)
        if (slow[i].revents) {
            struct reply reply = client_read(ctx, slow[i].fd, false);
            ck_assert_int_eq(reply.status, 503);
            ck_assert_str_eq(reply_header(ctx, &reply, "Retry-After"), "5");
        }
    held = false;
    for (int i = 0; i < 4; i++) {
        if (!slow[i].revents)
            ck_assert_int_eq(client_read(ctx, slow[i].fd, false).status, 200);
        close(slow[i].fd);
    }
    server_stop(server);
}
END_TEST

/* Clients that send a little and stop, or read nothing of a large answer, hold no worker. */
START_TEST(slow_clients_hold_no_worker)
{
    struct server_config one = config();
    one.workers = 1;
    start(one);
    const char *const beginnings[] = {"", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na",
                                      "GET /large HTTP/1.1\r\nHost: x\r\n\r\n"};
    int fds[50];
    for (int i = 0; i < 50; i++) {
        fds[i] = client_connect(server_port(server));
        client_say(fds[i], beginnings[i % 5]);
    }
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(client_get(ctx, server_port(server), "/fast", "").status, 200);
    for (int i = 0; i < 50; i++)
        close(fds[i]);
    server_stop(server);
}
END_TEST

/* A client that keeps sending a byte before the library finds it idle is ended all the same. */
START_TEST(a_dribbling_client_is_ended)
{
    struct server_config hasty = config();
    hasty.idle_seconds = 20;
    hasty.request_seconds = 2;
    start(hasty);
    int fd = client_connect(server_port(server));
    int patient = client_connect(server_port(server));
    client_say(fd, "GET / HTTP/1.1\r\nHost: x\r\nA: ");
    double before = seconds_now();
    bool closed = false;
    while (!closed && seconds_now() - before < 15) {
        client_say(fd, "b");
        closed = client_sees_close(fd, 100);
    }
    ck_assert(closed);
    ck_assert(seconds_now() - before > 1.5);
    ck_assert(client_sees_close(patient, 5000)); /* it said nothing at all */
    ck_assert_int_eq(client_get(ctx, server_port(server), "/fast", "").status, 200);
    close(fd);
    close(patient);
    server_stop(server);
}
END_TEST

/* One that takes its answer by the spoonful is ended too. */
START_TEST(an_answer_has_to_be_taken)
{
    struct server_config hasty = config();
    hasty.answer_seconds = 2;
    start(hasty);
    int fd = client_connect(server_port(server));
    client_say(fd, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    double before = seconds_now();
    char byte[1];
    ssize_t got = 1;
    size_t total = 0;
    while (got > 0 && seconds_now() - before < 4) {
        got = recv(fd, byte, 1, 0);
        rest(20);
    }
    for (char bytes[65536]; (got = recv(fd, bytes, sizeof bytes, 0)) > 0;)
        total += (size_t)got;
    ck_assert_uint_lt(total, 10000000);
    close(fd);
    server_stop(server);
}
END_TEST

START_TEST(a_client_that_leaves_is_no_trouble)
{
    start(config());
    held = true;
    for (int i = 0; i < 3; i++) {
        int fd = ask_slowly();
        await_running(i + 1);
        struct linger now = {.l_onoff = 1, .l_linger = 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(fd);
    }
    held = false;
    ck_assert_int_eq(client_get(ctx, server_port(server), "/fast", "").status, 200);
    server_stop(server);
}
END_TEST

/* ---- starting ---- */

START_TEST(says_that_a_port_is_taken)
{
    start(config());
    struct server_config second = config();
    second.port = server_port(server);
    struct server *other = NULL;
    struct error *error = server_start(ctx, &second, &other);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_IO);
    ck_assert_ptr_nonnull(strstr(error->message, talloc_asprintf(ctx, "Port %u on 127.0.0.1", second.port)));
    ck_assert_ptr_nonnull(strstr(error->message, "choose another port"));
    ck_assert_ptr_null(other);
    ck_assert_int_eq(client_get(ctx, server_port(server), "/fast", "").status, 200);
    server_stop(server);
    ck_assert_ptr_null(server_start(ctx, &second, &other)); /* and is free again at once */
    server_stop(other);
}
END_TEST

START_TEST(refuses_what_is_no_address)
{
    const char *const addresses[] = {"localhost", "300.1.1.1", "", "127.0.0.1:80"};
    for (size_t i = 0; i < 4; i++) {
        struct server_config odd = config();
        odd.address = addresses[i];
        struct error *error = server_start(ctx, &odd, &server);
        ck_assert_msg(error && error->kind == ERROR_INVALID, "%s", addresses[i]);
    }
    struct server_config strange = config();
    strange.address = "192.0.2.1";
    struct error *error = server_start(ctx, &strange, &server);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_IO);
}
END_TEST

START_TEST(listens_at_the_loopback_alone)
{
    start(config());
    ck_assert_str_eq(server_address(server), "127.0.0.1");
    char line[200], wanted[40];
    snprintf(wanted, sizeof wanted, "0100007F:%04X 00000000:0000 0A", server_port(server));
    bool found = false;
    FILE *sockets = fopen("/proc/net/tcp", "r");
    while (sockets && fgets(line, sizeof line, sockets))
        found |= strstr(line, wanted) != NULL;
    if (sockets)
        fclose(sockets);
    ck_assert(found);
    server_stop(server);
}
END_TEST

START_TEST(passes_on_why_a_worker_cannot_start)
{
    int second = 2;
    struct server_config failing = config();
    failing.application = &second;
    struct error *error = server_start(ctx, &failing, &server);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_STORE);
    ck_assert_str_eq(error->message, "Worker 2 found no database.");
    ck_assert_str_eq(error->detail, "no such file");
    ck_assert_int_eq(started, 3);
    ck_assert_int_eq(ended, 2);
    ck_assert_ptr_null(server);
}
END_TEST

/* ---- stopping ---- */

static size_t open_files(void)
{
    size_t count = 0;
    DIR *files = opendir("/proc/self/fd");
    ck_assert_ptr_nonnull(files);
    while (readdir(files))
        count++;
    closedir(files);
    return count;
}

START_TEST(leaves_nothing_open)
{
    size_t before = open_files();
    for (int i = 0; i < 5; i++) {
        start(config());
        int idle = client_connect(server_port(server));
        int half = client_connect(server_port(server));
        client_say(half, "GET / HT");
        ck_assert_int_eq(client_get(ctx, server_port(server), "/fast", "").status, 200);
        server_stop(server);
        ck_assert(client_sees_close(idle, 5000));
        ck_assert(client_sees_close(half, 5000));
        close(idle);
        close(half);
    }
    ck_assert_uint_eq(open_files(), before);
}
END_TEST

static void *stop_server(void *unused)
{
    server_stop(server);
    return unused;
}

START_TEST(finishes_what_it_has_begun)
{
    start(config());
    uint16_t port = server_port(server);
    held = true;
    int slow[6]; /* three with workers, three that wait */
    for (int i = 0; i < 6; i++)
        slow[i] = ask_slowly();
    await_running(3);
    rest(200);
    pthread_t stopper;
    ck_assert_int_eq(pthread_create(&stopper, NULL, stop_server, NULL), 0);
    rest(200);
    int late = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    ck_assert_int_ne(connect(late, (struct sockaddr *)&to, sizeof to), 0); /* turned away, not left waiting */
    close(late);
    held = false;
    for (int i = 0; i < 6; i++) {
        struct reply reply = client_read(ctx, slow[i], false);
        ck_assert_int_eq(reply.status, 200);
        ck_assert_str_eq(reply.body, "/slow");
        close(slow[i]);
    }
    pthread_join(stopper, NULL);
    ck_assert_int_eq(ended, 3);
}
END_TEST

static _Atomic bool asking;
static _Atomic int answered;

/* Asks again and again on connections that stay open, until the server is gone. */
static void *ask_on_and_on(void *argument)
{
    void *memory = talloc_new(NULL);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(*(uint16_t *)argument)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    static const char asked[] = "GET /fast HTTP/1.1\r\nHost: x\r\n\r\n";
    while (asking) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        char bytes[4096];
        if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
            for (int i = 0; i < 20 && asking; i++) {
                if (send(fd, asked, sizeof asked - 1, MSG_NOSIGNAL) <= 0 || recv(fd, bytes, sizeof bytes, 0) <= 0)
                    break;
                answered++;
            }
        close(fd);
    }
    talloc_free(memory);
    return NULL;
}

START_TEST(stops_under_load)
{
    for (int round = 0; round < 5; round++) {
        struct server_config both = config();
        both.io_threads = round % 2 ? 2 : 1;
        start(both);
        uint16_t port = server_port(server);
        asking = true;
        answered = 0;
        pthread_t clients[6];
        for (int i = 0; i < 6; i++)
            ck_assert_int_eq(pthread_create(&clients[i], NULL, ask_on_and_on, &port), 0);
        for (int i = 0; answered < 200 && i < 1000; i++)
            rest(5);
        double before = seconds_now();
        server_stop(server);
        ck_assert(seconds_now() - before < 5);
        asking = false;
        for (int i = 0; i < 6; i++)
            pthread_join(clients[i], NULL);
        ck_assert_int_ge(answered, 200);
    }
}
END_TEST

START_TEST(gives_up_on_who_does_not_read)
{
    struct server_config hasty = config();
    hasty.grace_seconds = 1;
    start(hasty);
    int fd = client_connect(server_port(server));
    client_say(fd, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    char byte;
    ck_assert_int_eq(recv(fd, &byte, 1, 0), 1);
    double before = seconds_now();
    server_stop(server);
    double took = seconds_now() - before;
    ck_assert_msg(took > 0.9 && took < 8, "%f", took);
    close(fd);
}
END_TEST

static pthread_t runner_thread;

static void *signal_soon(void *number)
{
    rest(200);
    pthread_kill(runner_thread, *(int *)number);
    return NULL;
}

START_TEST(stops_when_signalled)
{
    int numbers[] = {SIGTERM, SIGINT};
    for (int i = 0; i < 2; i++) {
        start(config());
        runner_thread = pthread_self();
        pthread_t signaller;
        ck_assert_int_eq(pthread_create(&signaller, NULL, signal_soon, &numbers[i]), 0);
        ck_assert_ptr_null(server_run_until_signalled(server));
        pthread_join(signaller, NULL);
    }
    ck_assert_int_eq(ended, 6);
}
END_TEST

static TCase *tcase_of(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, begin, end);
    suite_add_tcase(suite, tcase);
    return tcase;
}

int main(void)
{
    log_set_least(LEVEL_ERROR + 1);
    Suite *suite = suite_create("http/workers");
    TCase *many = tcase_of(suite, "many at once");
    tcase_add_test(many, a_slow_handler_holds_up_no_fast_one);
    tcase_add_test(many, requests_wait_for_a_free_worker);
    tcase_add_test(many, too_many_are_told_to_come_back);
    tcase_add_test(many, slow_clients_hold_no_worker);
    tcase_add_test(many, a_dribbling_client_is_ended);
    tcase_add_test(many, an_answer_has_to_be_taken);
    tcase_add_test(many, a_client_that_leaves_is_no_trouble);
    TCase *starting = tcase_of(suite, "starting");
    tcase_add_test(starting, says_that_a_port_is_taken);
    tcase_add_test(starting, refuses_what_is_no_address);
    tcase_add_test(starting, listens_at_the_loopback_alone);
    tcase_add_test(starting, passes_on_why_a_worker_cannot_start);
    TCase *stopping = tcase_of(suite, "stopping");
    tcase_add_test(stopping, leaves_nothing_open);
    tcase_add_test(stopping, finishes_what_it_has_begun);
    tcase_add_test(stopping, stops_under_load);
    tcase_add_test(stopping, gives_up_on_who_does_not_read);
    tcase_add_test(stopping, stops_when_signalled);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
