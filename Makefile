# Builds Goldthread. `make` builds the program, `make test` runs every test, `make lint` the house rules.
# Variants live beside each other: make SAN=address,undefined BUILD=build/asan test-unit
# Installing what is needed is ./run's business, not this file's.

BUILD ?= build/release
ifeq ($(origin CC),default)
CC = gcc
endif
SAN ?=
OPT ?= -O2

PACKAGES = talloc sqlite3 libpq libmicrohttpd jansson libsodium libxxhash gsl
PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES))
PACKAGE_LIBS := $(shell pkg-config --libs $(PACKAGES)) -lunistring -lm -lpthread

# A declaration leaves out what it does not need: { "note", FIELD_LONG_TEXT }. That is the point of a table.
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wmissing-prototypes -Wvla -Wno-missing-field-initializers -Werror
HARDENING = -fstack-protector-strong -fPIE
ifeq ($(SAN),)
HARDENING += -D_FORTIFY_SOURCE=2
else
SANITIZE = -fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=undefined
endif
CFLAGS_ALL = -std=c17 $(OPT) -g -D_GNU_SOURCE -Isrc -include src/base/banned.h $(WARNINGS) $(HARDENING) $(SANITIZE) $(PACKAGE_CFLAGS) -MMD -MP $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now $(SANITIZE) $(LDFLAGS)

# Everything under src/ but main.c is one archive that the program and every test link.
SOURCES := $(filter-out src/main.c,$(wildcard src/*.c src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libgoldthread.a

# A test is one program, tests/ROOM/NAME_test.c; tests/support/ holds what several of them need.
TEST_SOURCES := $(filter-out tests/site/%,$(wildcard tests/*/*_test.c))
TESTS := $(TEST_SOURCES:%.c=$(BUILD)/%)
TEST_SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))

.PHONY: all
all: $(BUILD)/goldthread

$(BUILD)/goldthread: $(BUILD)/src/main.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

# SAY=@echo tells which file is being compiled; make by itself shows its commands, and make -s nothing.
SAY ?= @:

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(SAY) compiling $<
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

$(BUILD)/tests/%_test: $(BUILD)/tests/%_test.o $(TEST_SUPPORT) $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS) $$(pkg-config --libs check) $(TEST_LIBS)

# Each room may add targets of its own (bench, calibrate, golden, assets ...) in make/ROOM.mk.
include $(wildcard make/*.mk)

.PHONY: test-unit
test-unit: $(TESTS)
	@tools/with-postgres tools/run-tests $(TESTS) $(FUZZ_REPLAYS)

# In the order in which a fault is found soonest. `./run test` calls it. What is longer runs by itself: test-sanitized, fuzz.
.PHONY: test
test: lint
	@$(MAKE) --no-print-directory objects all $(TESTS) $(FUZZ_REPLAYS)
	@$(MAKE) --no-print-directory test-clang
	@$(MAKE) --no-print-directory test-unit
	@$(MAKE) --no-print-directory test-site
	@$(MAKE) --no-print-directory test-docs
	@$(MAKE) --no-print-directory test-browser

# Everything that is C, compiled: what no program of today's run is made of has no warnings either.
EVERY_SOURCE := $(wildcard src/*.c src/*/*.c tests/*/*.c bench/*.c fuzz/*.c)
.PHONY: objects
objects: $(EVERY_SOURCE:%.c=$(BUILD)/%.o)

# The other compiler has nothing to say.
.PHONY: test-clang
test-clang:
	@$(MAKE) --no-print-directory CC=clang OPT=-O1 BUILD=build/clang objects
	@echo "clang: no warnings in $(words $(EVERY_SOURCE)) files"

# The tests of C once more, under the address and undefined behaviour sanitizers.
SANITIZED = $(MAKE) --no-print-directory SAN=address,undefined OPT=-O1 BUILD=build/asan
.PHONY: test-sanitized
test-sanitized:
	@$(SANITIZED) test-unit
	@$(SANITIZED) test-site

.PHONY: lint
lint:
	@tools/lint

.PHONY: clean
clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
