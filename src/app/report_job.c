/* What the sections of a report share: the sources they cite, and where in the file each record stands. */
#include "app/feature.h"

#include "ui/govuk.h"

#include <ctype.h>
#include <string.h>
#include <talloc.h>

const char *report_cite(struct report_job *job, const char *source_number)
{
    if (!source_number)
        return NULL;
    bool known = false;
    for (size_t i = 0; i < job->cited.count && !known; i++)
        known = strcmp(job->cited.at[i], source_number) == 0;
    if (!known) {
        const char *kept = talloc_strdup(job->ctx, source_number);
        struct error *failure = kept ? LIST_ADD(job->ctx, &job->cited, kept) : error_out_of_memory();
        if (failure)
            return NULL;
    }
    return talloc_asprintf(job->ctx, "[%s]", source_number);
}

/* Letters, digits, points and hyphens stay; an id and an address may hold them. */
static char *place_id(void *ctx, const char *kind, const char *key)
{
    char *id = talloc_asprintf(ctx, "%s-%s", kind, key);
    for (char *c = id; c && *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '.' && *c != '-')
            *c = '_';
    return id;
}

const char *report_source_place(void *ctx, const char *source_number)
{
    const char *id = place_id(ctx, "source", source_number);
    return id ? talloc_asprintf(ctx, "#%s", id) : NULL;
}

struct error *report_cite_in(struct report_job *job, struct html *h, const char *source_number)
{
    if (!source_number)
        return NULL;
    const char *mark = report_cite(job, source_number), *place = report_source_place(job->ctx, source_number);
    TRY_MEMORY(mark);
    TRY_MEMORY(place);
    html_text(h, " ");
    govuk_link(h, (struct govuk_link){.text = mark, .href = place, .no_visited = true});
    return NULL;
}

const char *report_show(struct report_job *job, const struct register_def *def, const char *key)
{
    const char *id = place_id(job->ctx, def->name, key);
    struct error *failure = id ? LIST_ADD(job->ctx, &job->shown, id) : error_out_of_memory();
    return failure ? NULL : id;
}

struct error *report_place(struct report_job *job, const struct register_def *def, const char *key, const char **address)
{
    const char *id = place_id(job->ctx, def->name, key);
    TRY_MEMORY(id);
    *address = NULL;
    for (size_t i = 0; i < job->shown.count; i++)
        if (strcmp(job->shown.at[i], id) == 0)
            TRY_MEMORY(*address = talloc_asprintf(job->ctx, "#%s", id));
    return NULL;
}

struct error *report_name_cell(struct report_job *job, const struct record *record, struct cell *cell)
{
    *cell = (struct cell){.value = record->label, .id = report_show(job, record->def, record->key)};
    return cell->id ? NULL : error_out_of_memory();
}

struct error *report_source_cell(struct report_job *job, const char *source_number, const char *place, struct cell *cell)
{
    *cell = (struct cell){.shown = source_number ? NULL : "not stated", .note = place};
    if (!source_number)
        return NULL;
    cell->value = report_cite(job, source_number);
    cell->href = report_source_place(job, source_number);
    return cell->value && cell->href ? NULL : error_out_of_memory();
}

const char *report_source_of(const struct record *record)
{
    int field = register_field_index(record->def, "source");
    if (field < 0 || record->values[field].reference_count == 0)
        return NULL;
    return record->values[field].references[0].key;
}

enum report_time report_time(const struct report_job *job, struct date date)
{
    if (date_compare(date, job->period.from) < 0)
        return REPORT_BEFORE;
    return date_compare(date, job->period.to) > 0 ? REPORT_AFTER : REPORT_IN_PERIOD;
}

const char *report_time_words(struct report_job *job, enum report_time time)
{
    const char *label = period_label(job->ctx, job->period), *known_on = date_words(job->ctx, job->known_on);
    if (!label || !known_on)
        return NULL;
    switch (time) {
    case REPORT_BEFORE:
        return talloc_asprintf(job->ctx, "Before %s", label);
    case REPORT_IN_PERIOD:
        return talloc_asprintf(job->ctx, "In %s", label);
    case REPORT_AFTER:
        break;
    }
    return talloc_asprintf(job->ctx, "After it, known by %s", known_on);
}
