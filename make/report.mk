# The yearly report of the sample, looked at with a browser at 1280 and 320 px: `make test-report`.
REPORT_FOLDER := $(BUILD)/report

.PHONY: test-report
test-report: $(BUILD)/goldthread tests/browser/node_modules/.installed
	@rm -rf $(REPORT_FOLDER)
	@$(BUILD)/goldthread demo --db $(REPORT_FOLDER).db --out $(REPORT_FOLDER) >/dev/null
	@rm -f $(REPORT_FOLDER).db*
	@echo "default-src 'none'" >$(REPORT_FOLDER)/policy.txt
	@node tests/browser/check.mjs --folder $(REPORT_FOLDER) report.html
