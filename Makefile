# make lab    build the page and serve it (PORT=8080, DATA=DIR offers the data sets of a folder in the page)
# make test   everything that must hold: formatting, lints, documentation, tests, the page in a real browser
# make check  the quick part of it
# make fuzz   the readers against a fuzzer, for a minute
# make check-memory  the CPU kernels in Miri, which finds undefined behaviour
# make bench  speed
# make page   the static page in dist/
# Each installs what is missing (see tools/install-missing.sh).

SHELL := bash
PORT ?= 8080

# One target directory outside the checkout serves everything and survives a fresh clone: Burn compiles for minutes.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wedgelab/target
export CARGO_INCREMENTAL = 0
# What cargo installs, where the shell does not look for it by itself.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin

PROGRAM = $(CARGO_TARGET_DIR)/release/wedgelab
WASM = --target wasm32-unknown-unknown --profile web
# Chromium ships a graphics driver in software, on which the GPU path is tested where there is no GPU. It is looked for when
# a recipe runs: before, Chromium may not be installed yet.
SOFTWARE_DRIVER = $(shell ls /usr/lib/chromium/vk_swiftshader_icd.json 2>/dev/null)
# What tests could not try on this machine, a line each.
SKIPPED = $(CARGO_TARGET_DIR)/skipped-tests.txt

.PHONY: lab page built-page test check check-memory fuzz bench format lint lint-without-burn lint-native lint-browser document \
	checked-test native-test other-part browser-test page-test report-skipped needs-of-tests

lab:
	tools/install-missing.sh rust wasm page
	$(MAKE) built-page
	cargo build --release --no-default-features
	$(PROGRAM) serve --page dist --port $(PORT) $(if $(DATA),--data "$(DATA)")

page:
	tools/install-missing.sh rust wasm page
	$(MAKE) built-page

# Offline, Trunk installs nothing by itself, but cargo downloads no crates either: they are there before.
# MAKEFLAGS: cargo runs as many jobs as there are cores, not the one that make's job server would leave it.
built-page:
	cargo fetch --locked --target wasm32-unknown-unknown
	MAKEFLAGS= trunk build --offline

# The cheapest checks come first. Two parts then share nothing, not even a folder that cargo locks, and the longer one has
# enough for one core while the other waits: natively the crates of Burn and ours stand in a row, each on one core.
test: needs-of-tests format lint-without-burn
	$(MAKE) -j2 native-test other-part
	$(MAKE) page-test report-skipped

# One after the other: cargo locks its folders, and the cheaper checks come first here, too.
other-part:
	$(MAKE) checked-test
	$(MAKE) lint-native
	$(MAKE) document
	$(MAKE) lint-browser
	$(MAKE) built-page

needs-of-tests:
	tools/install-missing.sh rust lints wasm page browser
	@mkdir -p "$(CARGO_TARGET_DIR)" && rm -f "$(SKIPPED)"

report-skipped:
	@if [ -s "$(SKIPPED)" ]; then \
		echo "Passed. $$(wc -l < "$(SKIPPED)") skipped:"; sed 's/^/  /' "$(SKIPPED)"; \
	else echo "Passed. Nothing was skipped."; fi

check:
	tools/install-missing.sh rust lints
	$(MAKE) format
	cargo clippy --release --all-targets --no-default-features -- -D warnings
	cargo test --release --no-default-features

format:
	cargo fmt --check
	cargo fmt --check --manifest-path fuzz/Cargo.toml

lint: lint-without-burn lint-browser lint-native

# In the profile of the checked tests, whose procedural macros they share.
lint-without-burn:
	MAKEFLAGS= cargo clippy --profile checked --no-default-features -- -D warnings

lint-native:
	MAKEFLAGS= cargo clippy --profile checked --all-targets -- -D warnings

# The browser forbids what natively is harmless; its lints have a configuration of their own, with the reasons.
lint-browser:
	MAKEFLAGS= CLIPPY_CONF_DIR=tools/clippy-for-browsers cargo clippy $(WASM) --features worker,page --lib --bins -- -D warnings

document:
	MAKEFLAGS= RUSTDOCFLAGS="-D warnings" cargo doc --profile checked --no-deps --lib

# With debug assertions and overflow checks, and without Burn, which none of them needs: all unit tests, and those of the
# kernels, and of the readers of files and messages. Without optimisations the kernels need more stack than a thread has.
checked-test: export RUST_MIN_STACK = 16777216
checked-test:
	MAKEFLAGS= WEDGELAB_SKIPPED=$(SKIPPED) cargo test --profile checked --no-default-features --lib
	MAKEFLAGS= cargo test --profile checked --no-default-features --doc
	MAKEFLAGS= WEDGELAB_SKIPPED=$(SKIPPED) cargo test --profile checked --no-default-features --test integration -- \
		kernels:: damaged_files:: malformed_folders:: data:: wedges::

native-test:
	MAKEFLAGS= WEDGELAB_SKIPPED=$(SKIPPED) $(if $(SOFTWARE_DRIVER),VK_DRIVER_FILES=$(SOFTWARE_DRIVER)) \
		cargo test --release --test integration

browser-test: built-page page-test

# Two at a time: most of them keep one core busy.
page-test:
	cargo build --release
	cd tests/browser && WEDGELAB_SKIPPED=$(SKIPPED) WEDGELAB=$(PROGRAM) node --test --test-concurrency=2 --test-timeout=900000

# Every target from the same seeds and with the same random numbers, so that a failure comes again. Without a sanitizer
# the pinned compiler will do, and safe code has little use for one. A fuzzer finds more the longer it runs:
# make fuzz FUZZ_RUNS=10000000
FUZZ_RUNS ?= 100000
fuzz:
	tools/install-missing.sh rust fuzz
	cargo fuzz build --sanitizer none
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && for target in $$(cargo fuzz list); do \
		mkdir "$$scratch/$$target" && \
		cargo fuzz run --sanitizer none "$$target" "$$scratch/$$target" -- \
			-runs=$(FUZZ_RUNS) -seed=1 -timeout=10 -rss_limit_mb=2048 > "$$scratch/log" 2>&1 \
			|| { tail --lines 60 "$$scratch/log"; exit 1; }; \
		echo "$$target: $$(tail --lines 1 "$$scratch/log")"; \
	done

bench:
	tools/install-missing.sh rust
	cargo bench --features fast-burn-on-cpu

# The portable kernels alone: Miri has no vector instructions. Minutes, because every access is checked.
MIRI_SOURCES = $$(rustc +nightly --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library
check-memory:
	@cargo +nightly miri --version >/dev/null 2>&1 && [ -d "$(MIRI_SOURCES)" ] || { \
		echo "Miri or the sources of the standard library are missing: rustup toolchain install nightly --component miri,rust-src" >&2; \
		exit 1; }
	MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-ignore-leaks" cargo +nightly miri test --no-default-features --lib -- \
		kernel:: fixed_rows::
