# The program as its users meet it: tests/site/ runs it, tests/browser/ looks at its pages, tests/docs/ does what the
# documents say. `make test` is everything.

SITE_TESTS := $(patsubst tests/site/%.c,$(BUILD)/tests/site/%,$(wildcard tests/site/*_test.c))

# A sanitizer has an allocator of its own, which nothing can be put before: that one test is for the program as it is.
ifneq ($(SAN),)
SITE_TESTS := $(filter-out %/shortage_test,$(SITE_TESTS))
endif

$(SITE_TESTS): | $(BUILD)/goldthread

$(BUILD)/tests/site/shortage_test: | $(BUILD)/tests/site/failing_malloc.so

$(BUILD)/tests/site/failing_malloc.so: tests/site/failing_malloc.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -O2 -D_GNU_SOURCE $(WARNINGS) -fPIC -shared -o $@ $<

.PHONY: test-site
test-site: $(BUILD)/goldthread $(SITE_TESTS)
	@tools/with-postgres tools/run-tests $(SITE_TESTS)

# docs/command-line.md has what the commands say of themselves.
.PHONY: docs
docs: $(BUILD)/goldthread
	tools/document-commands $(BUILD)/goldthread

# Every kind of page of the sample's site, the report and the gallery, with a browser at two widths and on paper; but first, that
# each look can fail. PAGES="/ /plans" looks at those pages alone; EVERY=1 at every measure, outcome, priority and risk too, some
# 1,800 looks.
.PHONY: test-browser
test-browser: $(BUILD)/goldthread gallery tests/browser/node_modules/.installed
	@node tests/browser/broken.mjs
	@EVERY=$(EVERY) tests/browser/site.sh $(BUILD)/goldthread $(BUILD)/gallery $(PAGES)

tests/browser/node_modules/.installed: tests/browser/package.json tests/browser/package-lock.json
	cd tests/browser && npm ci --loglevel=error --no-audit --no-fund
	@touch $@
