# Xiangqing 乡情. `make help` says what can be made.

prefix = /usr/local
DESTDIR =
CC = gcc
BUILD = build
# SANITIZE=1 builds with AddressSanitizer and UndefinedBehaviorSanitizer (give it a BUILD of its own).
SANITIZE =
# How long `make simulate` plays, and what chance it plays by.
DAYS = 365
SEED = 1
# How much `make bench-search` and `make bench-ledger` do; each has its own measure when ROWS is empty.
ROWS =
SENTENCES = 3

PROGRAMS = intake reader console worker
BINARIES = $(PROGRAMS:%=$(BUILD)/xq-%) $(BUILD)/xq
MAINS = $(PROGRAMS:%=cgi/%.c) cgi/xq.c
LIBRARY = $(BUILD)/libxq.a
SOURCES = $(wildcard cgi/*.c)
OBJECTS = $(patsubst cgi/%.c,$(BUILD)/cgi/%.o,$(filter-out $(MAINS),$(SOURCES)))
UNIT_TESTS = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
# Unit tests make each allocation fail in turn.
UNIT_WRAPS = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup,--wrap=strndup
DIFFERENTIAL = $(BUILD)/differential/check
# How many pairs `make differential` compares.
PAIRS = 100000
UNIT_HELPERS = $(filter-out $(wildcard tests/unit/test_*.c),$(wildcard tests/unit/*.c))

CPPFLAGS = -Iinclude -isystem /usr/include/postgresql -D_GNU_SOURCE
WARNINGS = -Wall -Wextra -Wshadow -Wmissing-prototypes -Werror
CFLAGS = -std=c11 -O2 -g $(WARNINGS) -fstack-protector-strong -fstack-clash-protection -fPIE
LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack
LDLIBS = -lfcgi -ljansson -lsodium -lpq -lxlsxwriter -lzip -lgd -lqrencode -lexpat -lcurl -lm
ifdef SANITIZE
# gcc's flow warnings err where a sanitizer has put its checks; the build without one has them all.
CFLAGS += -w -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
else
CPPFLAGS += -D_FORTIFY_SOURCE=2
endif
COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP

.SECONDARY:
.PHONY: help run test bench-search bench-ledger build install clean lint unit-tests check-unit check-sql check-stack check-http check-browser check-simulate check-faults check-differential simulate differential FORCE

help: ## say what can be made (this)
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name what; do \
	  printf '  make %-14s %s\n' "$$name" "$$what"; done

run: ## install what is missing, build, start all of it in the foreground (PORT= STATE= DEMO=0 WORKERS=)
	@cgi/install run
	@$(MAKE) --no-print-directory build
	@exec cgi/stack run

test: ## install what is missing, build, run every test
	@cgi/install test
	@exec tests/run

check-unit: ## the C parts alone, under AddressSanitizer and UndefinedBehaviorSanitizer
check-sql: ## the database alone (pgTAP)
check-stack: ## what `make run` promises: second starts, taken ports, clean ends
check-http: ## the real programs, by HTTP
check-browser: ## the pages, in Chromium
check-simulate: ## some weeks of work against a model of the rules
check-faults: ## killed workers and databases
check-differential: ## surveys and answers, against survey-core
check-unit check-sql check-stack check-http check-browser check-simulate check-faults check-differential:
	@cgi/install test
	@exec tests/run $(@:check-%=%)

bench-search: ## how long search takes at ROWS= opinions (1000000) of SENTENCES= sentences (3), on a stack of its own
	@cgi/install run
	@$(MAKE) --no-print-directory -s build
	@ROWS=$(ROWS) SENTENCES=$(SENTENCES) exec tests/bench/run search

bench-ledger: ## how long a workbook of ROWS= rows (5000) takes in, out and in again, and that no cell changes
	@cgi/install test
	@$(MAKE) --no-print-directory -s build
	@ROWS=$(ROWS) exec tests/bench/run ledger

simulate: ## a year of work on a city of its own, against a model of the rules (DAYS= SEED= START=)
	@cgi/install test
	@$(MAKE) --no-print-directory -s build
	@DAYS=$(DAYS) SEED=$(SEED) exec node tests/simulate/run.mjs

differential: ## random surveys and answers, against survey-core (PAIRS= SEED=)
	@cgi/install test
	@$(MAKE) --no-print-directory -s $(DIFFERENTIAL)
	@PAIRS=$(PAIRS) SEED=$(SEED) exec node tests/differential/run.mjs $(DIFFERENTIAL)

build: $(BINARIES) ## compile the programs into build/

$(BUILD)/xq-%: $(BUILD)/cgi/%.o $(LIBRARY)
	@echo "  link $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

$(BUILD)/xq: $(BUILD)/cgi/xq.o $(LIBRARY)
	@echo "  link $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

$(LIBRARY): $(OBJECTS)
	@echo "  ar   $@"
	@rm -f $@
	@ar rcs $@ $(OBJECTS)

$(BUILD)/cgi/%.o: cgi/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  cc   $<"
	@$(COMPILE) -c -o $@ $<

# Rewritten only when the compiler or its flags are others than last time: then everything is compiled anew.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILE) $(LDFLAGS)' | cmp -s - $@ || echo '$(COMPILE) $(LDFLAGS)' >$@

unit-tests: $(UNIT_TESTS) $(DIFFERENTIAL)

$(DIFFERENTIAL): tests/differential/check.c $(LIBRARY) $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  cc   $<"
	@$(COMPILE) $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

$(BUILD)/unit/%: tests/unit/%.c $(UNIT_HELPERS) $(LIBRARY) $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  cc   $<"
	@$(COMPILE) -Itests/unit $(LDFLAGS) $(UNIT_WRAPS) -o $@ $< $(UNIT_HELPERS) $(LIBRARY) -lcmocka $(LDLIBS)

install: build ## copy what runs to $(DESTDIR)$(prefix) (DESTDIR= prefix=/usr/local)
	@echo "  install $(DESTDIR)$(prefix)"
	@install -d "$(DESTDIR)$(prefix)/bin" "$(DESTDIR)$(prefix)/share"
	@install -m 755 $(BINARIES) "$(DESTDIR)$(prefix)/bin"
	@rm -rf "$(DESTDIR)$(prefix)/share/xiangqing"
	@install -d "$(DESTDIR)$(prefix)/share/xiangqing"
	@cp -R sql web "$(DESTDIR)$(prefix)/share/xiangqing"
	@chmod -R u=rwX,go=rX "$(DESTDIR)$(prefix)/share/xiangqing"

clean: ## remove what was built (never the data in STATE)
	@rm -rf build

lint: ## install what is missing; format, cppcheck, clang-tidy, a build with clang, shellcheck
	@cgi/install lint
	@echo "  clang-format"
	@clang-format --dry-run --Werror $(SOURCES) $(wildcard include/*.h tests/unit/*.[ch] tests/differential/*.c)
	@echo "  cppcheck"
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	  -Iinclude $(SOURCES)
	@echo "  clang-tidy"
	@clang-tidy --quiet $(SOURCES) -- $(CPPFLAGS) -std=c11 2>/dev/null
	@echo "  clang"
	@$(MAKE) --no-print-directory build CC=clang BUILD=build/clang
	@echo "  shellcheck"
	@shellcheck -S warning cgi/install cgi/stack tests/run tests/stack/run tests/bench/run .ci/run

-include $(wildcard $(BUILD)/cgi/*.d $(BUILD)/unit/*.d $(BUILD)/differential/*.d)
