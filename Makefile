# make lab    build the page and serve it (PORT=8080, DATA=DIR offers the data sets of a folder in the page)
# make test   everything that must hold: formatting, lints, documentation, tests, the page in a real browser
# make check  the quick part of it
# make fuzz   the readers against a fuzzer, for a minute
# make bench  speed
# make page   the static page in dist/
# Each installs what is missing (see tools/install-missing.sh).

SHELL := bash
PORT ?= 8080

# One target directory outside the checkout serves everything and survives a fresh clone: Burn compiles for minutes.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wedgelab/target
export CARGO_INCREMENTAL = 0

PROGRAM = $(CARGO_TARGET_DIR)/release/wedgelab
WASM = --target wasm32-unknown-unknown --profile web
# Chromium ships a graphics driver in software, on which the GPU path is tested where there is no GPU.
SOFTWARE_DRIVER := $(firstword $(wildcard /usr/lib/chromium/vk_swiftshader_icd.json))

.PHONY: lab page test check fuzz bench format lint document native-test browser-test

lab: page
	cargo build --release --no-default-features
	$(PROGRAM) serve --page dist --port $(PORT) $(if $(DATA),--data "$(DATA)")

page:
	tools/install-missing.sh compiler page
	trunk build --offline

test: format lint document native-test browser-test
	@echo "All of it holds."

check: format
	tools/install-missing.sh compiler
	cargo clippy --release --all-targets --no-default-features -- -D warnings
	cargo test --release --no-default-features

format:
	cargo fmt --check
	cargo fmt --check --manifest-path fuzz/Cargo.toml

# The browser forbids what natively is harmless; its lints have a configuration of their own, with the reasons.
lint:
	tools/install-missing.sh compiler
	cargo clippy --release --all-targets -- -D warnings
	cargo clippy --release --no-default-features -- -D warnings
	CLIPPY_CONF_DIR=tools/clippy-for-browsers cargo clippy $(WASM) --features worker -- -D warnings
	CLIPPY_CONF_DIR=tools/clippy-for-browsers cargo clippy $(WASM) --no-default-features --features worker,networks -- -D warnings

document:
	RUSTDOCFLAGS="-D warnings" cargo doc --release --no-deps --lib

native-test:
	tools/install-missing.sh compiler browser
	$(if $(SOFTWARE_DRIVER),VK_DRIVER_FILES=$(SOFTWARE_DRIVER)) cargo test --release

browser-test: page
	tools/install-missing.sh browser
	cargo build --release
	cd tests/browser && WEDGELAB=$(PROGRAM) node --test --test-concurrency=1 --test-timeout=900000

# Every target from the same seeds and with the same random numbers, so that a failure comes again. Without a sanitizer
# the pinned compiler will do, and safe code has little use for one. A fuzzer finds more the longer it runs:
# make fuzz FUZZ_RUNS=10000000
FUZZ_RUNS ?= 100000
fuzz:
	tools/install-missing.sh compiler fuzz
	cargo fuzz build --sanitizer none
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && for target in $$(cargo fuzz list); do \
		mkdir "$$scratch/$$target" && \
		cargo fuzz run --sanitizer none "$$target" "$$scratch/$$target" -- \
			-runs=$(FUZZ_RUNS) -seed=1 -timeout=10 -rss_limit_mb=2048 > "$$scratch/log" 2>&1 \
			|| { tail --lines 60 "$$scratch/log"; exit 1; }; \
		echo "$$target: $$(tail --lines 1 "$$scratch/log")"; \
	done

bench:
	tools/install-missing.sh compiler
	cargo bench
