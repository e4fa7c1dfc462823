/* Writing records that must not show. */
#include "planted_folder.h"

#include "app/feature.h"
#include "engines.h"
#include "program.h"

#include <string.h>
#include <talloc.h>

#define DAY "2019-02-11"

/* Public records of the sample, on its threads where they can be. */
static const struct {
    const char *name, *key;
} public_keys[] = {
    {"action", "recruitment-campaign"}, {"agency", "thames-valley-police"},       {"area", "E06000060"},
    {"edition", "WT2015"},              {"evidence", "attendance-2018-19"}, {"expectation", "agency-staff-2020"},
    {"measure", "agency-social-workers"}, {"minute", "board-2018-05-15"}, {"outcome", "6.1"},
    {"partnership", "buckinghamshire"}, {"plan", "improvement-plan-2019-12"}, {"priority", "2018-domestic-abuse"},
    {"report", "2018-19"},              {"requirement", "W15-01"},        {"risk", "changes-of-social-worker"},
    {"role", "hr-business-partner"},    {"section", "plan-2019-12-s6"},   {"source", "5"},
    {"thread", "agency-social-workers"},
};

/* What a field has in the record beside the sample's, where its kind does not say. */
static const struct {
    const char *name, *field, *text;
} special[] = {
    {"observation", "period_from", "2020-09-30"}, {"observation", "period_to", "2020-09-30"},
    {"milestone", "due", "2020-01-31"},
    {"rating", "rated_on", "2019-12-31"}, {"rating", "dimension", "RAG"},
};

static const char *public_key(const char *name)
{
    for (size_t i = 0; i < sizeof public_keys / sizeof *public_keys; i++)
        if (strcmp(public_keys[i].name, name) == 0)
            return public_keys[i].key;
    return NULL;
}

static const struct register_def *register_named(const char *name)
{
    for (size_t i = 0; features[i]; i++)
        for (size_t j = 0; features[i]->registers && features[i]->registers[j]; j++)
            if (strcmp(features[i]->registers[j]->name, name) == 0)
                return features[i]->registers[j];
    ck_abort_msg("There is no register %s.", name);
    return NULL;
}

/* One record being written. */
struct sowing {
    void *ctx;
    const struct planting *planting;
    const struct register_def *def;
    bool beside; /* among the sample's records */
};

static bool is_among(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; at && (at = strstr(at, name)); at++)
        if ((at == names || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
            return true;
    return false;
}

static const char *key_text(const struct sowing *sowing, const struct register_def *def, bool beside)
{
    if (sowing->planting->same_keys && beside && def->home == HOME_OWN && public_key(def->name))
        return public_key(def->name);
    return talloc_asprintf(sowing->ctx, "%s%c", sowing->planting->word, beside ? 'b' : 'a');
}

/* Which record a reference names. What is shared cannot name what is one partnership's; a partnership cannot name what is
 * another's. */
static const char *reference(const struct sowing *sowing, const struct field_def *field)
{
    const struct planting *planting = sowing->planting;
    const struct register_def *to = register_named(field->to);
    if (planting->shared && to->home == HOME_OWN)
        return "";
    if (!sowing->beside && to == sowing->def)
        return ""; /* nothing succeeds itself */
    if (planting->same_keys && to->home == HOME_OWN)
        return key_text(sowing, to, sowing->beside);
    /* The sample's report has all its public requirements covered: another way to it is a planted one. */
    bool covered = strcmp(sowing->def->name, "coverage") == 0 && strcmp(to->name, "requirement") == 0;
    if (sowing->beside && covered && !planting->same_keys)
        return PLANTED_REQUIREMENT;
    bool planted_too = planting->shared || to->home != HOME_SHARED;
    if (field->sealed) /* nothing is added to what the sample declared */
        return key_text(sowing, to, false);
    if (public_key(to->name) && (sowing->beside || !planted_too))
        return public_key(to->name);
    return key_text(sowing, to, false);
}

static const char *value_of(const struct sowing *sowing, const struct field_def *field)
{
    const struct register_def *def = sowing->def;
    const char *word = sowing->planting->word;
    if (def->one_of && is_among(def->one_of, field->name) && strncmp(def->one_of, field->name, strlen(field->name)) != 0)
        return "";
    if (strcmp(def->name, "observation") == 0 && strcmp(field->name, "status") == 0)
        return "";
    /* No key of a partnership may be a shared one. */
    if (sowing->beside && strcmp(field->name, "published_on") == 0)
        return sowing->planting->shared ? "2022-02-11" : "2022-03-11";
    for (size_t i = 0; sowing->beside && i < sizeof special / sizeof *special; i++)
        if (strcmp(special[i].name, def->name) == 0 && strcmp(special[i].field, field->name) == 0)
            return special[i].text;
    switch (field->kind) {
    case FIELD_TEXT:
        if (strcmp(def->key, field->name) == 0)
            return key_text(sowing, def, sowing->beside);
        return field->max && field->max < 20 ? word : talloc_asprintf(sowing->ctx, "%s %s", word, field->name);
    case FIELD_LONG_TEXT:
        return talloc_asprintf(sowing->ctx, "What %s says.", word);
    case FIELD_INTEGER:
    case FIELD_SCALE:
        return talloc_asprintf(sowing->ctx, "%d", field->max ? field->max : 731925);
    case FIELD_DECIMAL:
        return PLANTED_FIGURE;
    case FIELD_DATE:
    case FIELD_WHEN:
        return DAY;
    case FIELD_FLAG:
        return "no";
    case FIELD_CHOICE:
        return field->choices[0].code;
    case FIELD_URL:
        return talloc_asprintf(sowing->ctx, "https://%s.example/", word);
    case FIELD_REF:
    case FIELD_REF_MANY:
        return reference(sowing, field);
    }
    return "";
}

/* One line of the file; no value has a comma or a quotation mark. */
static char *add_record(char *csv, const struct sowing *sowing)
{
    static const char *const visibilities[] = {"public", "partners", "unit"};
    for (const struct field_def *field = sowing->def->fields; field->name; field++)
        csv = talloc_asprintf_append(csv, "%s,", value_of(sowing, field));
    return talloc_asprintf_append(csv, "%s,%s\n", visibilities[sowing->planting->visible], DAY);
}

static void write_register(void *ctx, const char *folder, const struct planting *planting, const struct register_def *def)
{
    char *csv = talloc_strdup(ctx, "");
    for (const struct field_def *field = def->fields; field->name; field++)
        csv = talloc_asprintf_append(csv, "%s,", field->name);
    csv = talloc_asprintf_append(csv, "visible,known_from\n");
    struct sowing sowing = {ctx, planting, def, false};
    csv = add_record(csv, &sowing);
    sowing.beside = true;
    if (planting->beside_the_sample)
        csv = add_record(csv, &sowing);
    file_put(talloc_asprintf(ctx, "%s/%s.csv", folder, def->name), csv);
}

const char *planted_folder(void *ctx, const struct planting *planting)
{
    const char *folder = scratch_folder(ctx);
    for (size_t i = 0; features[i]; i++) {
        for (size_t j = 0; features[i]->registers && features[i]->registers[j]; j++) {
            const struct register_def *def = features[i]->registers[j];
            if (planting->shared ? def->home != HOME_OWN : def->home != HOME_SHARED)
                write_register(ctx, folder, planting, def);
        }
    }
    return folder;
}
