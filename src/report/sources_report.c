/* The end of the report: the sources it cites, and what holds us to the records it was made from. */
#include "report/report_write.h"
#include "ui/govuk.h"
#include "ui/layout.h"

#include <string.h>
#include <talloc.h>

#define ALL 1000

static bool is_cited(const struct report_job *job, const char *number)
{
    for (size_t i = 0; i < job->cited.count; i++)
        if (strcmp(job->cited.at[i], number) == 0)
            return true;
    return false;
}

static struct error *show_source(struct report_job *job, const struct record *source, struct html *h)
{
    const char *number = record_text(source, "number"), *url = record_text(source, "url");
    const char *attribution = record_text(source, "attribution"), *note = record_text(source, "note");
    const char *id = report_show(job, source->def, number);
    const char *heading = talloc_asprintf(job, "[%s] %s", number, source->label);
    struct period published_on = record_when(source, "published_on");
    const char *published = date_is_none(published_on.to) ? "no day of publication" : period_label(job, published_on);
    TRY_MEMORY(id);
    TRY_MEMORY(heading);
    TRY_MEMORY(published);
    govuk_heading(h, (struct govuk_heading){.text = heading, .level = 3, .size = GOVUK_SIZE_S, .id = id});
    govuk_paragraph_begin(h, (struct govuk_paragraph){.small = true});
    html_format(h, "%s, %s. ", record_text(source, "publisher"), published);
    if (attribution)
        html_format(h, "%s ", attribution);
    else if (record_text(source, "licence"))
        html_format(h, "%s. ", record_text(source, "licence"));
    html_text(h, note);
    if (url) {
        html_text(h, " ");
        govuk_link(h, (struct govuk_link){.text = "Where it was published", .href = url, .no_visited = true});
    }
    govuk_paragraph_end(h);
    return NULL;
}

/* No head stands here: it would change when something changes that the reader may not see (docs/hash-chain.md). */
static void show_chain(struct html *h)
{
    govuk_heading(h, (struct govuk_heading){.text = "How to hold us to these records", .level = 3, .id = "chain"});
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "Every change to a record is an entry in a chain, and each entry's hash rests on the one before. The hash of the last "
                "entry was printed when this report was written. Whoever was given it then, such as the independent scrutineer, can "
                "ask at any time that it still occurs (goldthread verify --head): if a record was altered behind the chain's "
                "back, it does not."});
}

static struct error *write_sources(struct report_job *job, struct html *h)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL};
    TRY(record_list(job, &job->now, registers_find(job->now.registers, "source"), &request, &list));
    for (size_t i = 0; i < list.count; i++)
        if (is_cited(job, record_text(list.at[i], "number")))
            TRY(show_source(job, list.at[i], h));
    show_chain(h);
    return NULL;
}

const struct report_section sources_section = {
    .place = 90, .id = "sources", .title = "Sources", .write = write_sources,
    .lead = "Numbered as in the records. Every figure and finding above carries the number of the paper it rests on.",
};
