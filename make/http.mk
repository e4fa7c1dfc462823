# The web server's own targets: `make bench-http`, `make tsan-http`.

HTTP_TESTS := $(patsubst tests/http/%.c,%,$(wildcard tests/http/*_test.c))

$(BUILD)/bench/http_server: $(BUILD)/bench/http_server.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

# What the server itself costs; needs wrk. Asserts nothing.
.PHONY: bench-http
bench-http: $(BUILD)/bench/http_server
	@bench/http_bench.sh $<

# The server's threads under the thread sanitizer.
.PHONY: tsan-http
tsan-http:
	@$(MAKE) --no-print-directory SAN=thread BUILD=build/tsan http-tests

.PHONY: http-tests
http-tests: $(HTTP_TESTS:%=$(BUILD)/tests/http/%)
	@tools/run-tests $^
