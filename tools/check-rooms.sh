#!/bin/sh
# Checks that the rooms (top-level modules) of src only import rooms listed before them, so that there are no import cycles.
# Reports every other import by file and line, and fails. Test modules and comments do not count.
set -eu
cd "$(dirname "$0")/.."

# From the bottom up: a room may import those before it. Add a new room here and in lib.rs.
ROOMS="settings numerics platform simd points observer step data network kernel landscape descent pool experiment job
    figure report benchmark teaching prelude web cli lib main bin"

find src -name '*.rs' ! -name 'tests.rs' ! -path '*/tests/*' | sort | xargs awk -v rooms="$ROOMS" '
    BEGIN {
        count = split(rooms, names)
        for (place = 1; place <= count; place++) rank[names[place]] = place
    }
    FNR == 1 {
        path = FILENAME
        sub(/^src\//, "", path)
        room = path
        sub(/\/.*/, "", room)
        sub(/\.rs$/, "", room)
        in_tests = is_for_tests = 0
        if (!(room in rank)) fail(FILENAME ": the room " room " is missing in tools/check-rooms.sh; add it there")
    }
    is_for_tests && /mod [a-z_]+ \{/ { in_tests = 1 }
    { is_for_tests = /^#\[cfg\(test\)\]/ }
    in_tests || /^[ \t]*\/\// { next }
    /crate::\{/ { fail(FILENAME ":" FNR ": one line imports several rooms; give each room its own line") }
    {
        rest = $0
        while (match(rest, /crate::[a-z_]+/)) {
            before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : " "
            target = substr(rest, RSTART + 7, RLENGTH - 7)
            rest = substr(rest, RSTART + RLENGTH)
            if (before ~ /[A-Za-z0-9_:]/ || target == room) continue
            if (!(target in rank)) continue
            if (rank[target] > rank[room])
                fail(FILENAME ":" FNR ": " room " imports " target ", which is listed after it in tools/check-rooms.sh")
        }
    }
    function fail(what) { print what; failed = 1 }
    END { exit failed }
'
