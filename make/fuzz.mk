# make fuzz FUZZ_SECONDS=30: runs every fuzz/NAME_fuzz.c for so long, under libFuzzer with the address and undefined
# behaviour sanitizers; it fails when one finds something. Each begins with the inputs in tests/*/corpus/NAME/ and keeps
# what it learns in build/fuzz/corpus/NAME/. FUZZ=csv runs that one alone. Needs clang. `make test` gives each target the
# inputs in tests/*/corpus/NAME/ once.

FUZZ_SECONDS ?= 30
FUZZ ?= $(patsubst fuzz/%_fuzz.c,%,$(wildcard fuzz/*_fuzz.c))
FUZZ_PROGRAMS = $(FUZZ:%=$(BUILD)/fuzz/%_fuzz)

.PHONY: fuzz
fuzz:
	@$(MAKE) --no-print-directory CC=clang SAN=fuzzer-no-link,address,undefined BUILD=build/fuzz fuzz-run

.PHONY: fuzz-run
fuzz-run: $(FUZZ_PROGRAMS)
	@for name in $(FUZZ); do tools/fuzz-one $$name $(BUILD) $(FUZZ_SECONDS) || exit 1; done

$(BUILD)/fuzz/%_fuzz: $(BUILD)/fuzz/%_fuzz.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer -o $@ $^ $(PACKAGE_LIBS)

FUZZ_REPLAYS := $(patsubst %_fuzz.c,$(BUILD)/%_replay,$(wildcard fuzz/*_fuzz.c))

$(BUILD)/fuzz/%_replay: $(BUILD)/fuzz/%_fuzz.o $(BUILD)/fuzz/replay.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

test-unit: $(FUZZ_REPLAYS)
