/* Writing the yearly report: the sections of all rooms put together as one file that stands alone. */
#include "report/report_write.h"

#include "base/file.h"
#include "ui/layout.h"
#include "ui/page.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

/* ---- what is asked for ---- */

static struct error *find_edition(struct report_job *job, const char *asked)
{
    if (asked)
        return edition_find(job->ctx, &job->now, asked, &job->edition);
    const struct record_value *own = record_value(job->report, "edition");
    if (own->reference_count == 0)
        return ERROR_NEW(job->ctx, ERROR_NOT_FOUND, "The edition of report %s cannot be shown. Say which with --edition.",
                         job->report->key);
    return record_find_id(job->ctx, &job->now, &edition_register, own->references[0].id, &job->edition);
}

static struct error *check_known_on(struct report_job *job)
{
    const char *known_on = date_words(job->ctx, job->known_on), *label = period_label(job->ctx, job->period);
    TRY_MEMORY(known_on);
    TRY_MEMORY(label);
    if (date_compare(job->known_on, job->period.from) < 0)
        return ERROR_NEW(job->ctx, ERROR_INVALID, "On %s nothing could be known of %s, which had not begun.", known_on, label);
    if (date_compare(job->known_on, job->today) > 0)
        return ERROR_NEW(job->ctx, ERROR_INVALID, "What will be known on %s cannot be reported yet: that day is still to come.",
                         known_on);
    return NULL;
}

static struct error *begin_job(void *ctx, const struct report_request *request, struct report_job **made)
{
    struct report_job *job = talloc_zero(ctx, struct report_job);
    TRY_MEMORY(job);
    const struct registers *registers = request->application->registers;
    job->ctx = job;
    job->today = application_today(request->application);
    job->now = (struct reader){request->connection, registers, actor_public(request->partnership)};
    TRY(record_find_id(job, &job->now, registers_find(registers, "partnership"), request->partnership, &job->partnership));
    TRY(report_find_period(job, &job->now, request->period, &job->report));
    job->period = request->period;
    job->known_on = date_is_none(request->known_on) ? report_date(job->report, "known_on") : request->known_on;
    TRY(check_known_on(job));
    job->known = job->now;
    job->known.actor = actor_as_at(job->now.actor, job->known_on);
    TRY(find_edition(job, request->edition));
    *made = job;
    return NULL;
}

/* ---- the sections, in their order ---- */

struct section_list {
    const struct report_section **at;
    size_t count, room;
};

static struct error *gather_sections(struct report_job *job, const struct feature *const *rooms, struct section_list *sections)
{
    for (size_t i = 0; rooms[i]; i++)
        for (const struct report_section *const *s = rooms[i]->report_sections; s && *s; s++) {
            TRY(LIST_ADD(job, sections, *s));
            size_t at = sections->count - 1;
            for (; at > 0 && sections->at[at - 1]->place > (*s)->place; at--)
                sections->at[at] = sections->at[at - 1];
            sections->at[at] = *s;
        }
    return NULL;
}

/* The first page, and the one with the contents and what the report is, are followed by chapters that begin a page each. */
#define FIRST_CHAPTER 20

static struct error *write_section(struct report_job *job, const struct report_section *section, struct html *h)
{
    section_begin(h, (struct section){.heading = section->title, .id = section->id, .set_apart = section->since,
                                      .page_break = section->place >= FIRST_CHAPTER});
    if (section->lead)
        govuk_paragraph(h, (struct govuk_paragraph){.text = section->lead});
    TRY(section->write(job, h));
    section_end(h);
    return NULL;
}

static struct error *write_contents(struct report_job *job, const struct section_list *sections, struct html *h)
{
    struct govuk_list list = {.kind = GOVUK_LIST_NUMBER};
    section_begin(h, (struct section){.heading = "Contents", .id = "contents", .page_break = true});
    govuk_list_begin(h, list);
    for (size_t i = 1; i < sections->count; i++) {
        const char *place = talloc_asprintf(job, "#%s", sections->at[i]->id);
        TRY_MEMORY(place);
        govuk_list_item_begin(h);
        govuk_link(h, (struct govuk_link){.text = sections->at[i]->title, .href = place, .no_visited = true});
        govuk_list_item_end(h);
    }
    govuk_list_end(h, list);
    section_end(h);
    return NULL;
}

static struct error *write_heading(struct report_job *job, struct html *h)
{
    const char *from = date_words(job, job->period.from), *to = date_words(job, job->period.to);
    const char *known_on = date_words(job, job->known_on);
    TRY_MEMORY(from);
    TRY_MEMORY(to);
    TRY_MEMORY(known_on);
    const char *lead = talloc_asprintf(job, "%s to %s, as known by %s.", from, to, known_on);
    TRY_MEMORY(lead);
    page_heading(h, (struct page_heading){.text = job->report->label, .lead = lead});
    return NULL;
}

static struct error *write_sections(struct report_job *job, const struct section_list *sections, struct html *h)
{
    TRY(write_heading(job, h));
    for (size_t i = 0; i < sections->count; i++) {
        TRY(write_section(job, sections->at[i], h));
        if (i == 0)
            TRY(write_contents(job, sections, h));
    }
    return NULL;
}

/* ---- the file ---- */

static struct error *write_file(struct report_job *job, const struct report_request *request, struct buffer *file)
{
    struct section_list sections = {0};
    struct html html = html_on(job);
    html.place = HTML_STANDALONE;
    html.site = request->site;
    TRY(gather_sections(job, request->application->features, &sections));

    const char *label = period_label(job, job->period), *known_on = date_words(job, job->known_on);
    const char *today = date_words(job, job->today);
    TRY_MEMORY(label);
    TRY_MEMORY(known_on);
    TRY_MEMORY(today);
    struct page page = {
        .title = job->report->label,
        .partnership = job->partnership->label,
        .description = talloc_asprintf(job, "The yearly report for %s, as known on %s.", label, known_on),
        .banner_tag = "Worked example",
        .banner = record_text(job->partnership, "banner"),
        .licence = "Contains public sector information licensed under the Open Government Licence v3.0, named under Sources.",
        .note = talloc_asprintf(job, "Written by Goldthread on %s from the records alone, as they were known on %s.", today, known_on),
    };
    TRY_MEMORY(page.description);
    TRY_MEMORY(page.note);
    page_begin(&html, &page);
    TRY(write_sections(job, &sections, &html));
    page_end(&html, &page);
    TRY(html_error(&html));
    *file = html.out;
    return NULL;
}

/* What the transaction is given. */
struct making {
    void *ctx;
    const struct report_request *request;
    struct report_made *made;
};

static struct error *make_in_transaction(struct store_connection *connection, void *argument)
{
    (void)connection;
    struct making *making = argument;
    struct report_made *made = making->made;
    TRY(begin_job(making->ctx, making->request, &made->job));
    TRY(write_file(made->job, making->request, &made->file));
    return coverage_read(made->job, &made->job->now, made->job->report, made->job->edition, &made->coverage);
}

struct error *report_make(void *ctx, const struct report_request *request, struct report_made *made)
{
    struct actor actor = actor_public(request->partnership);
    struct store_scope scope = actor_scope(&actor);
    struct making making = {ctx, request, made};
    *made = (struct report_made){0};
    return store_read(request->connection, &scope, make_in_transaction, &making);
}

/* ---- where it goes ---- */

/* Makes the folder and those it stands in. */
static struct error *make_folder(void *ctx, const char *folder)
{
    struct stat about;
    char *path = talloc_strdup(ctx, folder);
    TRY_MEMORY(path);
    for (char *c = path + 1; path[0] && *c; c++)
        if (*c == '/') {
            *c = '\0';
            (void)mkdir(path, 0777); /* what is missing in the end is said below */
            *c = '/';
        }
    if (mkdir(path, 0777) == 0)
        return NULL;
    int reason = errno;
    if (reason == EEXIST && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return NULL;
    return ERROR_DETAIL(ctx, ERROR_IO, strerror(reason), "The folder %s could not be made: %s.", folder, strerror(reason));
}

struct error *report_save(void *ctx, const struct report_request *request, const char *folder, struct report_made *made,
                          const char **path)
{
    TRY(report_make(ctx, request, made));
    TRY(make_folder(ctx, folder));
    *path = talloc_asprintf(ctx, "%s/report.html", folder);
    TRY_MEMORY(*path);
    return file_write(ctx, *path, made->file.data, made->file.used);
}
