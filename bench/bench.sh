#!/bin/sh
# All figures of docs/performance.md, in a few minutes. Prints, asserts nothing. usage: bench/bench.sh BUILD, the folder of
# the built programs. Runs under tools/with-postgres; without PostgreSQL it says so and measures SQLite alone.
set -eu
build=$1
if [ -z "${GOLDTHREAD_TEST_FOLDER:-}" ]; then
    if tools/with-postgres true; then exec tools/with-postgres "$0" "$@"; fi
    echo "There is no PostgreSQL here: its figures are left out." >&2
fi

echo "$(date +%Y-%m-%d), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ //'), $(getconf _NPROCESSORS_ONLN) cores," \
    "$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB; $(uname -sr)"
echo "load when this began: $(cut -d' ' -f1 /proc/loadavg) (0: nobody else was at work)"
echo
bench/site_bench.sh "$build/goldthread"
echo "== Import, export and verify"
bench/import_bench.sh "$build/bench/import_bench" 100000
echo
echo "== The statistics"
"$build/bench/stats_bench"
echo
echo "== The store"
bench/store_bench.sh "$build/bench/store"
