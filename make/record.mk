# The numbered migrations are embedded: a change to one rebuilds what holds them.
$(BUILD)/src/record/schema_migrations.o: $(wildcard schema/*.sql)

$(BUILD)/bench/import_bench: $(BUILD)/bench/import_bench.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

# Import, export and verify, rows a second, on both engines. BENCH_ROWS=1000000 for more. Asserts nothing.
BENCH_ROWS ?= 100000
.PHONY: bench-import
bench-import: $(BUILD)/bench/import_bench
	@tools/with-postgres bench/import_bench.sh $< $(BENCH_ROWS)

# The fuzz target declares the registers that the tests do.
build/fuzz/fuzz/record_fuzz: build/fuzz/tests/support/sample_registers.o
