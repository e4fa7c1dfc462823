# The assets are embedded in the program; `make assets` builds the design system's share of them anew from npm.
ASSETS := $(sort $(wildcard assets/*.css assets/*.js assets/*.svg assets/*.txt))
ASSETS_EMBEDDED := $(BUILD)/generated/assets_embedded

$(ASSETS_EMBEDDED).c: $(ASSETS) tools/embed-assets
	@mkdir -p $(@D)
	tools/embed-assets $(@D)/assets $(ASSETS) > $@.new
	@mv $@.new $@

$(ASSETS_EMBEDDED).o: $(ASSETS_EMBEDDED).c
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

$(LIBRARY): $(ASSETS_EMBEDDED).o

.PHONY: assets
assets:
	tools/build-assets
