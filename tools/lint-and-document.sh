#!/usr/bin/env bash
# Stands in for the compiler (RUSTC_WORKSPACE_WRAPPER): Clippy lints and compiles each target of this package, and rustdoc
# documents the native library. With `cargo clippy` and `cargo doc`, cargo would first check all dependencies, although they
# are compiled already. Warnings are errors.
set -euo pipefail
if [[ " $* " != *" --crate-name "* ]]; then # cargo asks for the compiler's version
    exec "$@"
fi
clippy-driver "$@" -D warnings
[[ " $* " == *" --crate-name wedgelab "*" --crate-type lib "* && " $* " != *" --target "* ]] || exit 0

options=()
while [ $# -gt 0 ]; do
    case $1 in
    --crate-name | --cfg | --check-cfg | --extern | -L)
        options+=("$1" "$2")
        shift
        ;;
    --edition=* | src/*.rs) options+=("$1") ;;
    esac
    shift
done
rustdoc "${options[@]}" -D warnings --out-dir "$CARGO_TARGET_DIR/doc"
