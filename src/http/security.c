/* The security headers. Why each is there is said beside it; a change here changes every page. */
#include "http/security.h"

#include <strings.h>

const struct security_header security_headers[] = {
    /* Nothing but our own files, no inline script or style, no frames, no form that posts elsewhere. */
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                                "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                                "frame-ancestors 'none'"},
    /* A CSV with markup in it stays a CSV. */
    {"X-Content-Type-Options", "nosniff"},
    /* The same as frame-ancestors, for browsers that do not know it. */
    {"X-Frame-Options", "DENY"},
    /* An address may hold what somebody searched for; no other site is told it. */
    {"Referrer-Policy", "same-origin"},
    /* No window opened by another site, or by us, can reach into this one, and no other site can embed our answers. */
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    /* We use none of these, so nothing that got into a page can. */
    {"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {NULL, NULL},
};

bool security_header_is(const char *name)
{
    for (const struct security_header *header = security_headers; header->name; header++)
        if (strcasecmp(header->name, name) == 0)
            return true;
    return false;
}
