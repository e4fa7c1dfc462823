/* Finding an embedded asset. The bytes and the table are made from assets/ by tools/embed-assets. */
#include "ui/assets.h"

#include <string.h>

#define PREFIX "/assets/"

static size_t name_length(const char *path)
{
    return strcspn(path, "?");
}

const struct asset *asset_find(const char *path)
{
    if (strncmp(path, PREFIX, strlen(PREFIX)) == 0)
        path += strlen(PREFIX);
    size_t length = name_length(path);
    for (size_t i = 0; i < embedded_asset_count; i++) {
        const char *name = embedded_assets[i].name;
        if (strlen(name) == length && memcmp(name, path, length) == 0)
            return &embedded_assets[i];
    }
    return NULL;
}

const char *asset_address(const char *name)
{
    const struct asset *asset = asset_find(name);
    return asset ? asset->address : "";
}

bool asset_is_immutable(const struct asset *asset, const char *path)
{
    const char *version = strchr(path, '?');
    if (version && strncmp(version, "?v=", 3) == 0 && strcmp(version + 3, asset->digest) == 0)
        return true;
    /* A library's file carries its release in its name: NAME-6.6.0.min.js */
    const char *dash = strrchr(asset->name, '-');
    return dash && dash[1] >= '0' && dash[1] <= '9';
}
