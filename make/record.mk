# The numbered migrations are embedded: a change to one rebuilds what holds them.
$(BUILD)/src/record/schema_migrations.o: $(wildcard schema/*.sql)

$(BUILD)/bench/import_bench: $(BUILD)/bench/import_bench.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

# Import, export and verify, rows a second, on both engines. BENCH_ROWS=1000000 for more. Asserts nothing.
BENCH_ROWS ?= 100000
.PHONY: bench-import
bench-import: $(BUILD)/bench/import_bench
	@tools/with-postgres bench/import_bench.sh $< $(BENCH_ROWS)

# Keeps the present schema, with records, for the tests that upgrade every released one: run it when a schema number is
# released. It does not replace a snapshot that is there: released schemas do not change. Needs the sqlite3 command.
SCHEMA_NUMBER = $(lastword $(sort $(patsubst schema/%,%,$(basename $(wildcard schema/*.sql)))))
SNAPSHOT = tests/record/schemas/$(firstword $(subst _, ,$(SCHEMA_NUMBER))).sql
$(BUILD)/tests/record/schema_snapshot: $(BUILD)/tests/record/schema_snapshot.o $(TEST_SUPPORT) $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS) $$(pkg-config --libs check) $(TEST_LIBS)

.PHONY: schema-snapshot
schema-snapshot: $(BUILD)/tests/record/schema_snapshot
	@test ! -e $(SNAPSHOT) || { echo "$(SNAPSHOT) is there already."; exit 1; }
	@rm -f $(BUILD)/snapshot.db
	@GOLDTHREAD_SNAPSHOT=$(BUILD)/snapshot.db $<
	@{ echo "-- The schema as it was released, with records of the tests' sample registers: see schema_snapshot.c."; \
	    sqlite3 $(BUILD)/snapshot.db .dump; } >$(SNAPSHOT)
	@rm -f $(BUILD)/snapshot.db
	@echo "$(SNAPSHOT) written"

# These fuzz targets use the registers that the tests do.
$(foreach name,record import,$(BUILD)/fuzz/$(name)_fuzz $(BUILD)/fuzz/$(name)_replay): $(BUILD)/tests/support/sample_registers.o
