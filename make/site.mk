# The program as its users meet it: tests/site/ runs it, tests/browser/ looks at its pages, tests/docs/ does what the
# documents say. `make test` is everything.

SITE_TESTS := $(patsubst tests/site/%.c,$(BUILD)/tests/site/%,$(wildcard tests/site/*_test.c))

$(SITE_TESTS): | $(BUILD)/goldthread

.PHONY: test-site
test-site: $(BUILD)/goldthread $(SITE_TESTS)
	@tools/with-postgres tools/run-tests $(SITE_TESTS)

# docs/command-line.md has what the commands say of themselves.
.PHONY: docs
docs: $(BUILD)/goldthread
	tools/document-commands $(BUILD)/goldthread

# Every kind of page of the sample's site, and the report, with a browser at two widths.
.PHONY: test-browser
test-browser: $(BUILD)/goldthread tests/browser/node_modules/.installed
	@tests/browser/site.sh $(BUILD)/goldthread
