# The store's own targets: `make bench-store`, `make tsan-store`.

STORE_TESTS := $(patsubst tests/store/%.c,%,$(wildcard tests/store/*_test.c))

$(BUILD)/bench/store: $(BUILD)/bench/store.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

# What transactions and queries cost on both engines. Asserts nothing.
.PHONY: bench-store
bench-store: $(BUILD)/bench/store
	@tools/with-postgres bench/store_bench.sh $<

# Its threads under the thread sanitizer.
.PHONY: tsan-store
tsan-store:
	@$(MAKE) --no-print-directory SAN=thread BUILD=build/tsan store-tests

.PHONY: store-tests
store-tests: $(STORE_TESTS:%=$(BUILD)/tests/store/%)
	@tools/with-postgres tools/run-tests $^
