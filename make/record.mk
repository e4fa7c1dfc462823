# The numbered migrations are embedded: a change to one rebuilds what holds them.
$(BUILD)/src/record/schema_migrations.o: $(wildcard schema/*.sql)
