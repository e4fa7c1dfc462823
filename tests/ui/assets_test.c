/* The embedded assets: that they are all there, whole, and free of the brand that only GOV.UK may use. */
#include "ui/assets.h"

#include <check.h>

START_TEST(every_asset_a_page_names_is_there)
{
    const char *names[] = {"boot.js", "favicon.svg", "goldthread.css", "govuk.css", "govuk-frontend-licence.txt", "init.js"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct asset *asset = asset_find(names[i]);
        ck_assert_msg(asset, "%s", names[i]);
        ck_assert_uint_gt(asset->count, 0);
        ck_assert_uint_eq(strlen(asset->bytes), asset->count);
        ck_assert_str_ne(asset_address(names[i]), "");
    }
}
END_TEST

START_TEST(an_asset_is_found_by_its_address)
{
    const struct asset *asset = asset_find("goldthread.css");
    ck_assert_ptr_eq(asset_find(asset->address), asset);
    ck_assert_ptr_eq(asset_find("/assets/goldthread.css"), asset);
    ck_assert_ptr_null(asset_find("/assets/../goldthread.css"));
    ck_assert_ptr_null(asset_find("/assets/"));
    ck_assert_ptr_null(asset_find(""));
    ck_assert_ptr_null(asset_find("goldthread.cs"));
}
END_TEST

START_TEST(only_a_versioned_address_may_be_kept_for_ever)
{
    const struct asset *asset = asset_find("goldthread.css");
    ck_assert(asset_is_immutable(asset, asset->address));
    ck_assert(!asset_is_immutable(asset, "/assets/goldthread.css"));
    ck_assert(!asset_is_immutable(asset, "/assets/goldthread.css?v=0000000000000000"));
    for (size_t i = 0; i < embedded_asset_count; i++) {
        if (strstr(embedded_assets[i].name, ".min.js"))
            ck_assert(asset_is_immutable(&embedded_assets[i], "/assets/govuk-frontend-6.6.0.min.js"));
    }
}
END_TEST

START_TEST(the_compressed_bytes_are_gzip_and_smaller)
{
    const struct asset *asset = asset_find("govuk.css");
    ck_assert_uint_lt(asset->gzip_count, asset->count / 4);
    ck_assert_int_eq((unsigned char)asset->gzip[0], 0x1F);
    ck_assert_int_eq((unsigned char)asset->gzip[1], 0x8B);
}
END_TEST

START_TEST(the_brand_of_gov_uk_is_gone)
{
    const char *left[] = {"GDS Transport", "@font-face", "govuk-crest", "Margaret Calvert", "url("};
    const char *styles[] = {"govuk.css", "goldthread.css"};
    for (size_t style = 0; style < 2; style++) {
        for (size_t i = 0; i < sizeof left / sizeof *left; i++)
            ck_assert_msg(!strstr(asset_find(styles[style])->bytes, left[i]), "%s: %s", styles[style], left[i]);
        ck_assert_ptr_null(strstr(asset_find(styles[style])->bytes, "</style")); /* they are also written into a file */
    }
    ck_assert_ptr_nonnull(strstr(asset_find("govuk-frontend-licence.txt")->bytes, "MIT License"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("assets");
    TCase *tests = tcase_create("assets");
    tcase_add_test(tests, every_asset_a_page_names_is_there);
    tcase_add_test(tests, an_asset_is_found_by_its_address);
    tcase_add_test(tests, only_a_versioned_address_may_be_kept_for_ever);
    tcase_add_test(tests, the_compressed_bytes_are_gzip_and_smaller);
    tcase_add_test(tests, the_brand_of_gov_uk_is_gone);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
