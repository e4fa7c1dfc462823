# The statistics: golden cases of reference programs, and how fast the engine is.

GOLDEN_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out %_test.c,$(wildcard tests/stats/golden_*.c)))

# build/golden CASES RESULTS answers a folder of golden cases.
.PHONY: golden
golden: build/golden
build/golden: $(BUILD)/tests/stats/golden.o $(GOLDEN_OBJECTS) $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

$(BUILD)/tests/stats/golden_test: $(BUILD)/tests/stats/golden_test.o $(GOLDEN_OBJECTS) $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS) $$(pkg-config --libs check)

# Prints how long charts, funnels, verdicts and suppression take, and their memory; asserts nothing.
.PHONY: bench-stats
bench-stats: $(BUILD)/bench/stats_bench
	$< $(SERIES)
$(BUILD)/bench/stats_bench: $(BUILD)/bench/stats_bench.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

# The engine from several threads, under ThreadSanitizer.
.PHONY: tsan-stats
tsan-stats:
	@$(MAKE) --no-print-directory SAN=thread BUILD=build/tsan stats-threads
.PHONY: stats-threads
stats-threads: $(BUILD)/tests/stats/threads_test
	@tools/run-tests $^

# Prints how often chance alone raises an icon, by kind of series: make false-alarms [SERIES=20000] [SEED=1].
.PHONY: false-alarms
false-alarms: $(BUILD)/bench/false_alarms
	$< $(or $(SERIES),20000) $(SEED)
$(BUILD)/bench/false_alarms: $(BUILD)/bench/false_alarms.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)
