/* The digests, against values made from docs/hash-chain.md by another implementation (Python's hashlib.blake2b with
 * digest_size=32, each part preceded by struct.pack("<Q", length)). */
#include "record/digest.h"

#include <check.h>
#include <talloc.h>

static unsigned char secret[SECRET_BYTES];

static void fill_secret(void)
{
    for (int i = 0; i < SECRET_BYTES; i++)
        secret[i] = (unsigned char)i;
}

static void assert_digest(const unsigned char digest[DIGEST_BYTES], const char *expected)
{
    char hex[2 * DIGEST_BYTES + 1];
    (void)sodium_bin2hex(hex, sizeof hex, digest, DIGEST_BYTES);
    ck_assert_str_eq(hex, expected);
}

static void field(const char *name, const char *value, unsigned char digest[DIGEST_BYTES])
{
    unsigned char salt[SALT_BYTES];
    digest_salt(secret, name, salt);
    digest_field(salt, name, value, digest);
}

START_TEST(salts_and_fields)
{
    unsigned char digest[DIGEST_BYTES];
    digest_salt(secret, "title", digest);
    assert_digest(digest, "b4770d48ce8809091124801ade89222007b095453c7ee4483038e77d1b0d922a");
    field("ref", "4.2", digest);
    assert_digest(digest, "b1833d698742e2811f922b1d4e3c8813b9248f1b858fa4313017dae850e8e2e9");
    field("title", "Élan", digest);
    assert_digest(digest, "3c432898bbec7db7f1456c295e24c7d216c4c48865cfe8c18a3867d71c144d23");
}
END_TEST

static void make_content(unsigned char content[DIGEST_BYTES])
{
    const struct version_facts facts = {"outcome", 12, 7, 0, 0, "2026-11-23", "2026-11-23T12:00:00Z"};
    unsigned char value[DIGEST_BYTES], version[DIGEST_BYTES];
    struct digest digest;
    digest_version_begin(&digest, &facts);
    field("ref", "4.2", value);
    digest_version_add(&digest, "ref", value);
    field("title", "Élan", value);
    digest_version_add(&digest, "title", value);
    digest_end(&digest, version);
    assert_digest(version, "6e6e436ac531deb987b0bdbe4175d1ca1d498159265912752b4492ca4bdb2c18");
    digest_content_begin(&digest);
    digest_content_add(&digest, version);
    digest_content_add(&digest, version);
    digest_end(&digest, content);
    assert_digest(content, "46ae04ebc40591c57af91976cda5504f6e24808878036282e6bbf91f1ee6a25d");
}

START_TEST(versions_and_entries)
{
    unsigned char content[DIGEST_BYTES], first[DIGEST_BYTES], second[DIGEST_BYTES];
    make_content(content);
    struct entry_facts entry = {
        .partnership = 7,
        .number = 1,
        .recorded_at = "2026-11-23T12:00:00Z",
        .actor = "import",
        .kind = "save",
        .summary = "Import of 2 rows from 1 file",
        .versions = 2,
        .content = content,
    };
    digest_entry(&entry, first);
    assert_digest(first, "bf0d736f939220c94a99003bce565daceb72693020c063abbdb9bf52d986f13d");
    entry.number = 2;
    entry.recorded_at = "2026-11-23T12:01:00Z";
    entry.previous = first;
    digest_entry(&entry, second);
    assert_digest(second, "043e6c3f0dd0596477ee0ceb4dc743668e1f89c7bd156a4ea6bb84d9ffc54bbd");
}
END_TEST

START_TEST(remnants_come_back_and_broken_ones_are_refused)
{
    void *ctx = talloc_new(NULL);
    struct buffer salts = buffer_on(ctx);
    remnant_add(&salts, &(struct remnant){"ref", 3, false, secret});
    remnant_add(&salts, &(struct remnant){"title", 5, true, secret});
    struct remnants remnants = {(const unsigned char *)salts.data, salts.used};
    struct remnant remnant;
    ck_assert_int_eq(remnant_next(&remnants, &remnant), 1);
    ck_assert(remnant.length == 3 && memcmp(remnant.name, "ref", 3) == 0 && !remnant.erased);
    ck_assert_mem_eq(remnant.bytes, secret, SALT_BYTES);
    ck_assert_int_eq(remnant_next(&remnants, &remnant), 1);
    ck_assert(remnant.length == 5 && memcmp(remnant.name, "title", 5) == 0 && remnant.erased);
    ck_assert_int_eq(remnant_next(&remnants, &remnant), 0);
    size_t whole = 1 + 3 + 1 + SALT_BYTES;
    for (size_t cut = 1; cut < salts.used; cut++) {
        remnants = (struct remnants){(const unsigned char *)salts.data, cut};
        int last;
        while ((last = remnant_next(&remnants, &remnant)) > 0)
            continue;
        ck_assert_int_eq(last, cut == whole ? 0 : -1);
    }
    salts.data[4] = 'x';
    remnants = (struct remnants){(const unsigned char *)salts.data, salts.used};
    ck_assert_int_eq(remnant_next(&remnants, &remnant), -1);
    talloc_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("digests");
    TCase *tcase = tcase_create("known values");
    tcase_add_checked_fixture(tcase, fill_secret, NULL);
    tcase_add_test(tcase, salts_and_fields);
    tcase_add_test(tcase, versions_and_entries);
    tcase_add_test(tcase, remnants_come_back_and_broken_ones_are_refused);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
