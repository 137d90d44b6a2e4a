#!/usr/bin/env bash
# Installs what the Makefile's targets need and this machine lacks, at pinned versions:
#   install-missing.sh compiler page browser fuzz
# Cargo's programs go into the user's cargo folder; Debian's packages need root. Where that is not given, this says what
# to type, and ends with 1.
set -euo pipefail

# Trunk 0.21.14 is the last that builds with rustc 1.95; wasm-bindgen must match the crate's version to the letter.
TRUNK_VERSION=0.21.14
WASM_BINDGEN_VERSION=0.2.130
CARGO_FUZZ_VERSION=0.13.1

here=$(cd "$(dirname "$0")/.." && pwd)

debian_packages() {
    local missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "Missing: ${missing[*]}. Type this, then run again:" >&2
        echo "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    echo "Installing ${missing[*]}"
    apt-get update --quiet=2
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}"
}

cargo_program() { # program crate version [option]
    local installed
    installed=$("$1" --version 2>/dev/null | awk '{ print $2; exit }' || true)
    [ "$installed" = "$3" ] && return
    echo "Installing $2 $3 (some minutes, once)"
    (cd "$here" && cargo install "$2" --version "$3" --force "${@:4}")
}

command -v cargo >/dev/null || {
    echo "Rust is missing. Install it from https://rustup.rs, then run again." >&2
    exit 1
}

for need in "$@"; do
    case $need in
    compiler)
        # Build scripts are linked with the system's C compiler.
        command -v cc >/dev/null || debian_packages gcc libc6-dev
        ;;
    page)
        # Without --locked, Trunk's CSS minifier does not compile; with it, wasm-bindgen's lock names what is not there.
        cargo_program trunk trunk "$TRUNK_VERSION" --locked
        cargo_program wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
        ;;
    browser)
        command -v chromium >/dev/null || debian_packages chromium
        command -v npm >/dev/null || debian_packages nodejs npm
        # The loader through which native programs reach a graphics driver, also Chromium's one in software.
        debian_packages libvulkan1
        (cd "$here/tests/browser" && { [ -d node_modules/axe-core ] || npm ci --no-audit --no-fund --silent; })
        ;;
    fuzz)
        # The fuzzer itself is written in C++.
        command -v c++ >/dev/null || debian_packages g++
        cargo_program cargo-fuzz cargo-fuzz "$CARGO_FUZZ_VERSION" --locked
        ;;
    *)
        echo "install-missing.sh: unknown need '$need'" >&2
        exit 2
        ;;
    esac
done
