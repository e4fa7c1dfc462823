/* goldthread report: the yearly report of a period as one file. */
#include "report/report_commands.h"

#include "app/frame_commands.h"
#include "report/report_write.h"
#include "ui/html.h"

#include <string.h>
#include <talloc.h>

/* An address of a site as the report's links begin with it: without a slash at its end. */
static struct error *read_site(struct command_run *run, const char **site)
{
    const char *given = command_option(run, "--site");
    *site = NULL;
    if (!given)
        return NULL;
    bool web = strncmp(given, "https://", 8) == 0 || strncmp(given, "http://", 7) == 0;
    if (!web || !html_address_is_safe(given) || strpbrk(given, "?#"))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--site takes an address such as https://partnership.example, not %s.", given);
    size_t length = strlen(given);
    while (length > 0 && given[length - 1] == '/')
        length--;
    *site = talloc_strndup(run->ctx, given, length);
    return *site ? NULL : error_out_of_memory();
}

static struct error *read_request(struct command_run *run, struct report_request *request)
{
    const char *period = command_option(run, "--period"), *known_on = command_option(run, "--known-on");
    *request = (struct report_request){
        .application = run->application,
        .known_on = DATE_NONE,
        .edition = command_option(run, "--edition"),
    };
    TRY(read_site(run, &request->site));
    if (!period_parse(period, &request->period))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--period takes a year such as 2018-19, or FROM..TO as days; not %s.", period);
    if (known_on && !date_parse(known_on, &request->known_on))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--known-on takes a day such as 2019-12-31, not %s.", known_on);
    return NULL;
}

struct error *report_print(struct command_run *run, const struct report_made *made, const char *path)
{
    const char *label = period_label(run->ctx, made->job->period), *known_on = date_words(run->ctx, made->job->known_on);
    const char *words = coverage_words(run->ctx, &made->coverage);
    TRY_MEMORY(label);
    TRY_MEMORY(known_on);
    TRY_MEMORY(words);
    fprintf(run->out, "%s: %s for %s as known on %s (%zu KB, %zu sources cited).\n", path, made->job->report->label, label, known_on,
            made->file.used / 1024, made->job->cited.count);
    fprintf(run->out, "Checked against %s. %s\n", made->job->edition->label, words);
    return NULL;
}

static struct error *run_report(struct command_run *run)
{
    struct report_request request;
    struct report_made made;
    const char *path;
    TRY(read_request(run, &request));
    TRY(application_open(run, false, &request.connection));
    TRY(application_partnership(run, request.connection, &request.partnership));
    TRY(report_save(run->ctx, &request, command_option(run, "--out"), &made, &path));
    TRY(report_print(run, &made, path));
    TRY(command_print_head(run, request.connection, request.partnership));
    return command_print_head(run, request.connection, 0);
}

const struct command report_command = {
    .name = "report", .says = "Writes the yearly report of a period as one file", .run = run_report,
    .options = (const struct option[]) {
        {"--period", "YEAR", "Which report, by its period: 2018-19", true},
        {"--out", "DIR", "Where report.html is written; made if it is not there", true},
        {"--known-on", "DATE", "What became known later stands apart (default: the day recorded with the report)", false},
        {"--edition", "CODE", "Check it against this edition of the guidance (default: the report's own)", false},
        {"--site", "ADDRESS", "Where the partnership's pages are, to link to them (default: no such links)", false},
        OPTION_DB, OPTION_PARTNERSHIP, OPTIONS_END },
    .help = "One page of HTML with everything inside, for reading, printing and sending: nothing is fetched, no script runs.\n"
            "It holds what the public may see, made from the records alone. A change to a record changes the report.\n"
            "The heads of the hash chains are printed here and not in it, for somebody outside to keep: they change with records\n"
            "that the public may not see.\n\n"
            "example: goldthread report --period 2018-19 --known-on 2019-12-31 --out reports --db partnership.db\n"
            "         goldthread report --period 2018-19 --edition 2026 --out against-2026 --db partnership.db\n",
};
