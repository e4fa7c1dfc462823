# `make bench` prints the figures of docs/performance.md for this machine in a few minutes and asserts nothing; `make
# performance` writes them into it. The server by itself is `make bench-http`.

.PHONY: bench
bench: $(BUILD)/goldthread $(BUILD)/bench/import_bench $(BUILD)/bench/stats_bench $(BUILD)/bench/store
	@bench/bench.sh $(BUILD)

.PHONY: performance
performance:
	@sed '/^<!-- measured -->$$/q' docs/performance.md > $(BUILD)/performance.md
	@{ echo; echo '```'; } >> $(BUILD)/performance.md
	$(MAKE) -s --no-print-directory bench >> $(BUILD)/performance.md
	@echo '```' >> $(BUILD)/performance.md
	@cp $(BUILD)/performance.md docs/performance.md
