/* Looking things up in a request. */
#include "http/request.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

const char *request_in_path(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->in_path.count; i++)
        if (strcmp(request->in_path.at[i].name, name) == 0)
            return request->in_path.at[i].value;
    return NULL;
}

const char *request_parameter_at(const struct request *request, const char *name, size_t index)
{
    for (size_t i = 0; i < request->address.values.count; i++)
        if (strcmp(request->address.values.at[i].name, name) == 0 && index-- == 0)
            return request->address.values.at[i].value;
    return NULL;
}

const char *request_parameter(const struct request *request, const char *name)
{
    return request_parameter_at(request, name, 0);
}

struct error *request_integer(const struct request *request, const char *name, int64_t least, int64_t most,
                              int64_t otherwise, int64_t *value)
{
    *value = otherwise;
    const char *text = request_parameter(request, name);
    if (!text)
        return NULL;
    int64_t read = 0;
    if (!text_to_integer(text, &read) || read < least || read > most)
        return ERROR_NEW(request->ctx, ERROR_INVALID,
                         "The address says %s=, which has to be a whole number from %" PRId64 " to %" PRId64 ".", name,
                         least, most);
    *value = read;
    return NULL;
}

const char *request_header(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->headers.count; i++)
        if (strcasecmp(request->headers.at[i].name, name) == 0)
            return request->headers.at[i].value;
    return NULL;
}
