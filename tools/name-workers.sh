#!/usr/bin/env bash
# Trunk runs this over what it has built: it gives the workers' files the name of the build, which Trunk does not, so that
# no cache mixes two builds, and writes that name into the page. The name is made from the content of them all.
set -euo pipefail
cd "$TRUNK_STAGING_DIR"
build=$(cat index.html worker.js ./*-worker.js ./*-worker_bg.wasm | sha256sum | cut -c 1-16)
for program in ./*-worker.js; do
    program=${program%.js}
    mv "$program.js" "$program-$build.js"
    mv "${program}_bg.wasm" "$program-${build}_bg.wasm"
done
mv worker.js "worker-$build.js"
sed -i "s/@BUILD@/$build/g" index.html
