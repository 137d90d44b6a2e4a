#!/usr/bin/env bash
# Installs what the Makefile's targets need and this machine lacks, at pinned versions:
#   install-missing.sh rust lints wasm page browser fuzz
# It first checks everything and lists what is missing, then installs it: the Rust toolchain with its targets and
# components with rustup, cargo's programs into the user's cargo folder, Debian's packages with apt-get, which needs root.
# For what it cannot install it prints the command to run, and exits with 1 before anything is compiled.
set -euo pipefail

# Trunk 0.21.14 is the last version that builds with rustc 1.95; wasm-bindgen must match the crate's version exactly.
TRUNK_VERSION=0.21.14
WASM_BINDGEN_VERSION=0.2.130
CARGO_FUZZ_VERSION=0.13.1

cd "$(dirname "$0")/.."
# Programs installed by cargo, in case they are not on the shell's path.
export PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
wasm_target=wasm32-unknown-unknown

packages=()        # of Debian
components=()      # of the Rust toolchain
targets=()         # of the Rust toolchain
programs=()        # of cargo: "crate version options"
browser_modules=no # of npm
toolchain=present
unmet=()           # messages on what this script cannot install

package() {
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed' || packages+=("$1")
}

# Arguments: the program, the wanted version, and the arguments for `cargo install`.
program() {
    local found
    found=$("$1" --version 2>/dev/null | awk '{ print $2; exit }' || true)
    [ "$found" = "$2" ] || programs+=("${*:3}")
}

look_for_rust() {
    if ! command -v cargo >/dev/null; then
        unmet+=("Rust is missing: install it from https://rustup.rs")
        toolchain=unknown
    elif ! rustc --version >/dev/null 2>&1; then
        # rustup's rustc fails if the toolchain of rust-toolchain.toml is not installed.
        if command -v rustup >/dev/null; then
            toolchain=missing
        else
            unmet+=("rustc does not run: $(rustc --version 2>&1 | head -1)")
            toolchain=unknown
        fi
    elif [ "$(printf '%s\n' "$channel" "$(rustc --version | awk '{ print $2 }')" | sort -V | head -1)" != "$channel" ]; then
        unmet+=("$(rustc --version) is too old: Rust $channel or later is needed")
    fi
    command -v cc >/dev/null || { package gcc; package libc6-dev; }
}

look_for_component() { # arguments: its name, and the command that it provides
    [ "$toolchain" = unknown ] && return
    [ "$toolchain" = present ] && cargo "$2" --version >/dev/null 2>&1 && return
    components+=("$1")
}

look_for_wasm() {
    [ "$toolchain" = unknown ] && return
    [ "$toolchain" = present ] && [ -d "$(rustc --print sysroot)/lib/rustlib/$wasm_target/lib" ] && return
    targets+=("$wasm_target")
}

look_for_browser() {
    command -v chromium >/dev/null || package chromium
    command -v node >/dev/null || package nodejs
    command -v npm >/dev/null || package npm
    # The loader through which native programs reach a graphics driver, including Chromium's software driver.
    package libvulkan1
    cmp --silent tests/browser/package-lock.json tests/browser/node_modules/.lock-that-was-installed || browser_modules=yes
}

for need in "$@"; do
    case $need in
    rust) look_for_rust ;;
    lints)
        look_for_component clippy clippy
        look_for_component rustfmt fmt
        ;;
    wasm) look_for_wasm ;;
    page)
        # The lock file of wasm-bindgen-cli names versions that are no longer available; without Trunk's lock file, its CSS
        # minifier does not compile. Neither program checks for newer versions of itself.
        program trunk "$TRUNK_VERSION" trunk "$TRUNK_VERSION" --locked --no-default-features --features rustls
        program wasm-bindgen "$WASM_BINDGEN_VERSION" wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
        ;;
    browser) look_for_browser ;;
    fuzz)
        # The fuzzer itself is written in C++.
        command -v c++ >/dev/null || package g++
        program cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz "$CARGO_FUZZ_VERSION" --locked
        ;;
    *)
        echo "install-missing.sh: unknown need '$need'; known are rust, lints, wasm, page, browser and fuzz" >&2
        exit 2
        ;;
    esac
done

rustup_asked=$((${#components[@]} + ${#targets[@]}))
if [ "$rustup_asked" -gt 0 ] && ! command -v rustup >/dev/null; then
    unmet+=("this Rust lacks ${components[*]} ${targets[*]}: install them with this system's package manager, or use https://rustup.rs")
fi
if [ ${#packages[@]} -gt 0 ] && { [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; }; then
    unmet+=("missing packages: sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${packages[*]}")
fi
if [ ${#unmet[@]} -gt 0 ]; then
    printf '%s\n' "${unmet[@]}" "Do this, then run the same command again." >&2
    exit 1
fi

missing=("${packages[@]}")
[ "$toolchain" = missing ] && missing+=("Rust $channel")
missing+=("${components[@]}" "${targets[@]}")
for wanted in "${programs[@]}"; do missing+=("$(cut -d ' ' -f 1,2 <<<"$wanted")"); done
[ "$browser_modules" = yes ] && missing+=("npm modules for browser tests")
[ ${#missing[@]} -eq 0 ] && exit 0
list=$(printf ', %s' "${missing[@]}")
echo "Installing ${list:2} (once; this takes minutes)"

if [ ${#packages[@]} -gt 0 ]; then
    apt-get update --quiet=2
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "${packages[@]}"
fi
if [ "$toolchain" = missing ]; then
    rustup toolchain install "$channel" --profile minimal --no-self-update
fi
[ ${#components[@]} -eq 0 ] || rustup component add "${components[@]}"
[ ${#targets[@]} -eq 0 ] || rustup target add "${targets[@]}"
# They run for seconds, so compiling them without optimisation is quicker overall, except for wasm-bindgen, which processes
# megabytes. In parallel, because the last crates of each use one core. Their build artefacts are not kept.
installations=()
for wanted in "${programs[@]}"; do
    read -r crate version options <<<"$wanted"
    level=0
    [ "$crate" = wasm-bindgen-cli ] && level=1
    # shellcheck disable=SC2086 # options are words
    env --unset=CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_OPT_LEVEL=$level CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
        cargo install "$crate" --version "$version" --force $options &
    installations+=($!)
done
failures=0
for installation in "${installations[@]}"; do wait "$installation" || failures=$((failures + 1)); done
[ $failures -eq 0 ] || exit 1
if [ "$browser_modules" = yes ]; then
    npm ci --prefix tests/browser --no-audit --no-fund --loglevel error
    cp tests/browser/package-lock.json tests/browser/node_modules/.lock-that-was-installed
fi
