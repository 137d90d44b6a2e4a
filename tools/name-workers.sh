#!/usr/bin/env bash
# Trunk runs this after a build. It adds the name of the build to the workers' files, which Trunk does not do, so that no
# cache mixes two builds, and writes the name into the page. The name is a hash of the page and all worker files.
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
