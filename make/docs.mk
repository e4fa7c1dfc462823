# What the documents tell a reader to do, done: `make test-docs`.

.PHONY: test-docs
test-docs: $(BUILD)/goldthread
	+@tests/docs/adding_a_register.sh $(BUILD)
