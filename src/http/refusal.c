/* The fixed pages. They are for a person who typed something odd or met a fault; a program reads the status. */
#include "http/refusal.h"

#define PAGE(title, text)                                                                                              \
    "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>" title "</title></head>\n"          \
    "<body><main><h1>" title "</h1>\n<p>" text "</p></main></body>\n</html>\n"

const struct refusal refusal_malformed = {
    400, NULL, NULL,
    PAGE("This request could not be read", "Your browser, or something between it and us, sent a request that does "
                                           "not follow the rules of HTTP. Go to <a href=\"/\">the first page</a>.")};

const struct refusal refusal_missing = {
    404, NULL, NULL, PAGE("There is nothing at this address", "Go to <a href=\"/\">the first page</a>.")};

const struct refusal refusal_method = {
    405, "Allow", "GET, HEAD",
    PAGE("This address can only be read", "Nothing can be sent or changed here.")};

const struct refusal refusal_body = {
    413, NULL, NULL, PAGE("That is too much to send", "The request holds more than this address takes.")};

const struct refusal refusal_address = {
    414, NULL, NULL, PAGE("This address is too long", "Go to <a href=\"/\">the first page</a> and ask for less at once.")};

const struct refusal refusal_headers = {
    431, NULL, NULL,
    PAGE("This request has too many headers", "Deleting the cookies that your browser keeps for this site may help.")};

const struct refusal refusal_failed = {
    500, NULL, NULL,
    PAGE("Something went wrong here", "The fault is ours and has been written down. Try again in a few minutes.")};

const struct refusal refusal_busy = {
    503, "Retry-After", "5",
    PAGE("There is too much to do at the moment", "Nothing is lost. Try again in a few seconds.")};

const struct refusal *refusal_for_status(unsigned status)
{
    static const struct refusal *const plain[] = {&refusal_malformed, &refusal_missing, &refusal_busy};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (plain[i]->status == status)
            return plain[i];
    return &refusal_failed;
}
