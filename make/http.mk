# The web server's own targets: `make bench-http`, `make fuzz-http`, `make tsan-http`.

HTTP_TESTS := $(patsubst tests/http/%.c,%,$(wildcard tests/http/*_test.c))

$(BUILD)/bench/http_server: $(BUILD)/bench/http_server.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

# What the server itself costs; needs wrk. Asserts nothing.
.PHONY: bench-http
bench-http: $(BUILD)/bench/http_server
	@bench/http_bench.sh $<

# Each target for FUZZ_SECONDS; what it found before is kept in build/corpus.
FUZZ_SECONDS ?= 30
.PHONY: fuzz-http
fuzz-http:
	@$(MAKE) --no-print-directory CC=clang SAN=fuzzer-no-link,address,undefined BUILD=build/fuzz fuzz-http-run

.PHONY: fuzz-http-run
fuzz-http-run: $(patsubst fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard fuzz/http_*.c))
	@set -e; for program in $^; do \
	    mkdir -p build/corpus/$$(basename $$program); \
	    $$program -max_total_time=$(FUZZ_SECONDS) -max_len=5000 -dict=fuzz/http.dict -print_final_stats=1 build/corpus/$$(basename $$program); \
	done

$(BUILD)/fuzz/http_%: $(BUILD)/fuzz/http_%.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer -o $@ $^ $(PACKAGE_LIBS)

# The server's threads under the thread sanitizer.
.PHONY: tsan-http
tsan-http:
	@$(MAKE) --no-print-directory SAN=thread BUILD=build/tsan http-tests

.PHONY: http-tests
http-tests: $(HTTP_TESTS:%=$(BUILD)/tests/http/%)
	@tools/run-tests $^
