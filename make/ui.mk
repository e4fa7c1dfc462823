# The gallery of components and charts: `make gallery` writes it, `make test-gallery` looks at it with a browser.
GALLERY := $(BUILD)/tests/ui/gallery

$(GALLERY): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/ui/gallery*.c)) $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

.PHONY: gallery
gallery: $(GALLERY)
	$(GALLERY) $(BUILD)/gallery

tests/browser/node_modules/.installed: tests/browser/package.json tests/browser/package-lock.json
	cd tests/browser && npm ci --silent --no-audit --no-fund
	@touch $@

.PHONY: test-gallery
test-gallery: gallery tests/browser/node_modules/.installed
	node tests/browser/broken.mjs
	node tests/browser/check.mjs --folder $(BUILD)/gallery $$(cd $(BUILD)/gallery && ls *.html)
