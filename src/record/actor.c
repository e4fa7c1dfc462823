/* Actors: on whose behalf something is read or written. */
#include "record/record.h"

struct actor actor_public(int64_t partnership)
{
    return (struct actor){
        .partnership = partnership, .sees = VISIBLE_PUBLIC, .as_at = DATE_NONE, .name = "public",
    };
}

struct actor actor_command(int64_t partnership, bool shared_writer)
{
    return (struct actor){
        .partnership = partnership, .sees = VISIBLE_UNIT, .as_at = DATE_NONE, .shared_writer = shared_writer,
        .name = "command line",
    };
}

struct actor actor_as_at(struct actor actor, struct date day)
{
    actor.as_at = day;
    return actor;
}

struct store_scope actor_scope(const struct actor *actor)
{
    return (struct store_scope){
        .partnership = actor->partnership, .visible = (int)actor->sees, .shared_writer = actor->shared_writer,
    };
}
