# make lab    build the page and serve it (PORT=8080, DATA=DIR offers the data sets of a folder in the page)
# make test   run every check: formatting, lints, documentation, tests, the page in a real browser
# make check  run the quick part of it
# make fuzz   fuzz the readers, for a minute
# make check-memory  run the CPU kernels in Miri, which finds undefined behaviour
# make bench  measure speed
# make page   build the static page in dist/
# Each installs what is missing (see tools/install-missing.sh).

SHELL := bash
PORT ?= 8080

# One target directory outside the checkout serves everything and survives a fresh clone: Burn takes minutes to compile.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wedgelab/target
# Properties are tried on the same random inputs every time.
export PROPTEST_RNG_SEED = 1
export CARGO_INCREMENTAL = 0
# Programs installed by cargo, in case they are not on the shell's path.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin

PROGRAM = $(CARGO_TARGET_DIR)/release/wedgelab
WASM = --target wasm32-unknown-unknown
# Chromium ships a software graphics driver, on which the GPU path is tested if there is no GPU. The variable is expanded
# when a recipe runs: earlier, Chromium may not be installed yet.
SOFTWARE_DRIVER = $(shell ls /usr/lib/chromium/vk_swiftshader_icd.json 2>/dev/null)
# Tests skipped on this machine, one per line.
SKIPPED = $(CARGO_TARGET_DIR)/skipped-tests.txt
# What the examples write.
EXAMPLES = $(CARGO_TARGET_DIR)/own-function

.PHONY: lab page built-page test check check-memory fuzz bench format lint lint-without-burn lint-native lint-page \
	lint-compute-worker native-part checked-test examples native-test gpu-test cpu-test other-part browser-test page-test report-skipped needs-of-tests

lab:
	tools/install-missing.sh rust wasm page
	$(MAKE) built-page
	cargo build --release --no-default-features --features cli
	$(PROGRAM) serve --page dist --port $(PORT) $(if $(DATA),--data-dir "$(DATA)")

page:
	tools/install-missing.sh rust wasm page
	$(MAKE) built-page

# Offline, Trunk installs nothing, but cargo downloads no crates either, so they are fetched first.
# MAKEFLAGS= lets cargo use all cores, not the single job that make's job server would leave it.
built-page:
	cargo fetch --locked --target wasm32-unknown-unknown
	MAKEFLAGS= trunk build --offline

# The cheapest checks come first. The two parallel parts share nothing, not even a folder that cargo locks. Each compiles on half
# of the cores: compilers that take turns on a core slow each other down, and so do browsers and native tests.
test: needs-of-tests format lint-without-burn
	CARGO_BUILD_JOBS=$$((($$(nproc) + 1) / 2)) $(MAKE) -j2 native-part other-part
	$(MAKE) page-test report-skipped

# In sequence, because cargo locks its folders; the cheaper checks come first here, too.
native-part:
	$(MAKE) lint-native
	$(MAKE) native-test

other-part:
	$(MAKE) checked-test
	$(MAKE) lint-page
	$(MAKE) built-page
	$(MAKE) lint-compute-worker

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
	cargo clippy --release --all-targets --no-default-features --features cli -- -D warnings
	cargo test --release --no-default-features --features cli

format:
	cargo fmt --check
	cargo fmt --check --manifest-path fuzz/Cargo.toml
	tools/check-rooms.sh

lint: lint-without-burn lint-native lint-page lint-compute-worker

# In the profile of the checked tests, to share their procedural macros.
lint-without-burn:
	MAKEFLAGS= cargo clippy --profile checked --no-default-features --features cli -- -D warnings
	MAKEFLAGS= cargo clippy --profile checked --no-default-features --lib -- -D warnings

# Clippy in the compiler's place lints this crate with its dependencies as they are compiled for the program and the page:
# to check Burn's crates as well would take minutes. Without optimisation, because nothing that it compiles is run.
LINT = MAKEFLAGS= RUSTC_WORKSPACE_WRAPPER="$(CURDIR)/tools/lint-and-document.sh" cargo build
AS_LINTED = --config profile.$(1).package.wedgelab.opt-level=0 --config profile.$(1).package.wedgelab.codegen-units=16

# Every native target; and the library's documentation. The unoptimised program is removed, so that nobody takes it for the
# real one.
lint-native:
	$(LINT) --release $(call AS_LINTED,release) --all-targets; status=$$?; rm -f "$(PROGRAM)"; exit $$status

# Some calls are harmless natively but forbidden in a browser; its lints have a separate configuration, with the reasons.
lint-page lint-compute-worker: export CLIPPY_CONF_DIR = tools/clippy-for-browsers

# The page and the workers without Burn. The programs are one call each, and take long to link.
lint-page:
	$(LINT) $(WASM) --profile page $(call AS_LINTED,page) --no-default-features --features cli,worker,page,networks --lib

lint-compute-worker:
	$(LINT) $(WASM) --profile web $(call AS_LINTED,web) --features worker --lib

# With debug assertions and overflow checks, and without Burn, which none of them needs: all unit tests, and the
# integration tests of kernels, wedges and file readers. Without optimisation the kernels overflow a thread's default stack.
checked-test: export RUST_MIN_STACK = 16777216
checked-test:
	MAKEFLAGS= WEDGELAB_SKIPPED=$(SKIPPED) cargo test --profile checked --no-default-features --features cli --lib
	MAKEFLAGS= cargo test --profile checked --no-default-features --features cli --doc
	MAKEFLAGS= WEDGELAB_SKIPPED=$(SKIPPED) cargo test --profile checked --no-default-features --features cli --test integration -- \
		kernels:: damaged_files:: malformed_folders:: data:: wedges::
	$(MAKE) examples

# Every program in examples/, as a reader would run it.
examples:
	MAKEFLAGS= cargo run --profile checked --no-default-features --features cli --example own_function -- $(EXAMPLES)
	MAKEFLAGS= cargo run --profile checked --no-default-features --features cli --example read_result -- $(EXAMPLES)/tunnel/result.json
	MAKEFLAGS= cargo run --profile checked --no-default-features --features cli --example own_network

# All tests of GPUs wait for one thread, which drives the device, so they run beside the others, one at a time.
GPU_TESTS = jobs::devices:: network::agreement:: wedges_on_device::
INTEGRATION_TEST = MAKEFLAGS= WEDGELAB_SKIPPED=$(SKIPPED) $(if $(SOFTWARE_DRIVER),VK_DRIVER_FILES=$(SOFTWARE_DRIVER)) \
	cargo test --release --test integration

native-test:
	$(INTEGRATION_TEST) --no-run
	MAKEFLAGS= $(MAKE) -j2 gpu-test cpu-test

gpu-test:
	$(INTEGRATION_TEST) -- --test-threads 1 $(GPU_TESTS)

cpu-test:
	$(INTEGRATION_TEST) -- $(addprefix --skip ,$(GPU_TESTS))

browser-test: built-page page-test

# Three at a time: each uses one core, and often waits.
page-test:
	cargo build --release
	cd tests/browser && WEDGELAB_SKIPPED=$(SKIPPED) WEDGELAB=$(PROGRAM) node --test --test-concurrency=3 --test-timeout=900000

# Every target runs from the same seeds and with the same random numbers, so that a failure is reproducible. Without a
# sanitizer the pinned compiler suffices, and safe code gains little from one. A longer run finds more:
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
	cargo bench

# Only the portable kernels: Miri has no vector instructions. Takes minutes, because Miri checks every access.
MIRI_SOURCES = $$(rustc +nightly --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library
check-memory:
	@cargo +nightly miri --version >/dev/null 2>&1 && [ -d "$(MIRI_SOURCES)" ] || { \
		echo "Miri or the sources of the standard library are missing: rustup toolchain install nightly --component miri,rust-src" >&2; \
		exit 1; }
	MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-ignore-leaks" cargo +nightly miri test --no-default-features --lib -- \
		kernel:: simd:: fixed_rows::
