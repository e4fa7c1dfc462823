/* The rules that observations and breaks in series keep, as pure functions. */
#include "measures/measures.h"

#include "record/change.h"

#include <string.h>

struct error *observation_check(void *ctx, const struct record_draft *draft, struct fault_list *faults)
{
    const char *value = draft_text(draft, "value"), *status = draft_text(draft, "status");
    if (!value && !status)
        TRY(draft_fault(ctx, draft, "value", faults, "neither a value nor a status",
                        "one of them: c, x, z, low or u says why there is no value"));
    if (value && status)
        TRY(draft_fault(ctx, draft, "status", faults, status, "no status where there is a value"));

    const char *from = draft_text(draft, "period_from"), *to = draft_text(draft, "period_to");
    if (from && to && strcmp(from, to) > 0)
        TRY(draft_fault(ctx, draft, "period_to", faults, to, "a day not before period_from"));

    const char *standing = draft_text(draft, "standing");
    if (standing && strcmp(standing, "restated") == 0 && !draft_text(draft, "reason"))
        TRY(draft_fault(ctx, draft, "reason", faults, "nothing", "why the figure was restated"));
    return NULL;
}

struct error *break_check(void *ctx, const struct record_draft *draft, struct fault_list *faults)
{
    const char *status = draft_text(draft, "status"), *decided = draft_text(draft, "decided_on");
    bool proposed = status && strcmp(status, "proposed") == 0;
    if (status && !proposed && !decided)
        TRY(draft_fault(ctx, draft, "decided_on", faults, "nothing", "the day on which a person decided"));
    if (proposed && decided)
        TRY(draft_fault(ctx, draft, "decided_on", faults, decided, "no day of decision while it is only proposed"));
    return NULL;
}
