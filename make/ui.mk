# The gallery of components and charts: `make gallery` writes it, `make test-gallery` looks at it with a browser.
GALLERY := $(BUILD)/tests/ui/gallery

$(GALLERY): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/ui/gallery*.c)) $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

.PHONY: gallery
gallery: $(GALLERY)
	$(GALLERY) $(BUILD)/gallery

.PHONY: test-gallery
test-gallery: gallery tests/browser/node_modules/.installed
	node tests/browser/check.mjs --folder $(BUILD)/gallery
