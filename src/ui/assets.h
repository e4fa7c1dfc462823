/* The files that pages of the site ask for (styles, scripts, the icon), embedded in the program from assets/ when it is
 * built: it serves them from memory and needs no folder beside it. */
#ifndef GOLDTHREAD_UI_ASSETS_H
#define GOLDTHREAD_UI_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

struct asset {
    const char *name;    /* "goldthread.css", as under assets/ */
    const char *address; /* "/assets/goldthread.css?v=3f2a9c1be07d5541": changes with the bytes, so it may be kept for ever */
    const char *type;    /* "text/css; charset=utf-8" */
    const char *digest;  /* first 16 hexadecimal digits of the bytes' SHA-256: the entity tag */
    const char *bytes;   /* followed by a NUL that is not counted */
    size_t count;
    const char *gzip; /* the same bytes compressed, for who accepts gzip */
    size_t gzip_count;
};

/* The asset at "/assets/NAME" or "NAME"; what follows a "?" is ignored. NULL: there is none. */
const struct asset *asset_find(const char *path);

/* Where a page asks for it: asset_find(name)->address. `name` must exist: it is one of ours, and a test looks. */
const char *asset_address(const char *name);

/* May a browser keep the answer for ever? True when `path` carries the version of this asset, or its name does
 * ("govuk-frontend-6.6.0.min.js"); otherwise it should ask again with the entity tag. */
bool asset_is_immutable(const struct asset *asset, const char *path);

/* All of them: embedded_asset_count in order of name. Made by tools/embed-assets. */
extern const struct asset embedded_assets[];
extern const size_t embedded_asset_count;

#endif
