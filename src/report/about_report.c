/* The report on itself: what it is, what it covers, and how its words are to be read. */
#include "app/web.h"
#include "base/text.h"
#include "report/report_write.h"
#include "ui/govuk.h"

#include <talloc.h>

static struct error *show_introduction(struct report_job *job, struct html *h)
{
    const char *introduction = record_text(job->report, "introduction");
    struct text_list lines = {0};
    TRY(text_split(job, introduction ? introduction : "", '\n', &lines));
    for (size_t i = 0; i < lines.count; i++)
        if (lines.at[i][0])
            govuk_paragraph(h, (struct govuk_paragraph){.text = lines.at[i]});
    return NULL;
}

static struct error *show_facts(struct report_job *job, struct html *h)
{
    struct govuk_summary_list list = {.compact = true};
    const char *area, *compared, *status, *from = date_words(job, job->period.from), *to = date_words(job, job->period.to);
    const char *known_on = date_words(job, job->known_on);
    TRY_MEMORY(from);
    TRY_MEMORY(to);
    TRY_MEMORY(known_on);
    const char *time = talloc_asprintf(job, "%s to %s", from, to);
    TRY_MEMORY(time);
    TRY(record_words(job, job->report, "area", &area));
    TRY(record_words(job, job->report, "compared_with", &compared));
    TRY(record_words(job, job->report, "status", &status));
    govuk_summary_list_begin(h, list);
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Period", .value = time});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Known by", .value = known_on,
                                                    .note = "What became known later stands apart, under \u201cSince this report\u201d."});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Area", .value = area});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Checked against", .value = job->edition->label});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Shown beside it", .value = compared, .absent = "no other edition"});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Status", .value = status});
    govuk_summary_row_begin(h, "Main source");
    html_text(h, report_source_of(job->report) ? "The paper numbered" : "not stated");
    TRY(report_cite_in(job, h, report_source_of(job->report)));
    govuk_summary_row_end(h);
    govuk_summary_list_end(h, list);
    return NULL;
}

static void show_words(struct html *h)
{
    static const char *const meanings[] = {
        "Not stated: the paper that is the source leaves it out.",
        "Not recorded: these records do not hold it. It may have been done.",
        "Not available: whoever publishes the figure has none, or hides it to protect people.",
        "Not met, not reached: it was looked at, and falls short.",
        NULL,
    };
    govuk_heading(h, (struct govuk_heading){.text = "Four kinds of nothing", .level = 3});
    govuk_list(h, (struct govuk_list){.items = meanings});
}

static struct error *write_about(struct report_job *job, struct html *h)
{
    TRY(show_introduction(job, h));
    TRY(show_facts(job, h));
    show_words(h);
    return NULL;
}

const struct report_section about_section = {
    .place = 15, .id = "about", .title = "About this report", .write = write_about,
};
