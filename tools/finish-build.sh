#!/usr/bin/env bash
# Trunk runs this after a build. It makes the scripts smaller, and adds the name of the build to the workers' files, which
# Trunk does not do, so that no cache mixes two builds, and writes the name into the page. The name is a hash of the page and
# all worker files.
set -euo pipefail
export LC_ALL=C
cd "$TRUNK_STAGING_DIR"

# Comments and indentation: Trunk's minifier cannot read the scripts of wasm-bindgen, and leaves the others alone.
sed -E -i '/^\s*(\/\/|\/\*|\*)/d; s/^\s+//; /^$/d' ./*.js

# The names of a module's imports end in 16 hexadecimal digits of a hash, which do not compress. Numbers of the same length
# do, and leave every other byte of the module in its place.
for module in ./*_bg.wasm; do
    script=${module%_bg.wasm}.js
    grep -oE '_[0-9a-f]{16}\b' "$script" | sort -u | awk '{ printf "s/%s/_%016d/g\n", $1, NR }' > "$script.sed"
    sed -i -f "$script.sed" "$script" "$module"
    rm "$script.sed"
done

build=$(cat index.html worker.js ./*-worker.js ./*-worker_bg.wasm | sha256sum | cut -c 1-16)
for program in ./*-worker.js; do
    program=${program%.js}
    mv "$program.js" "$program-$build.js"
    mv "${program}_bg.wasm" "$program-${build}_bg.wasm"
done
mv worker.js "worker-$build.js"
sed -i "s/@BUILD@/$build/g" index.html
