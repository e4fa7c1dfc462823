#!/bin/sh
# bench/import_bench.sh PROGRAM [ROWS]: times import, export and verify on SQLite and, when tools/with-postgres started it,
# on PostgreSQL. The files are made in the program's own folder and removed afterwards.
set -eu
program=$1 rows=${2:-100000}
folder=$(mktemp -d "$(dirname "$program")/import.XXXXXXXX")
trap 'rm -rf "$folder"' EXIT
nice "$program" "$folder" "$rows"
if [ -n "${GOLDTHREAD_TEST_FOLDER:-}" ]; then
    socket=$GOLDTHREAD_TEST_FOLDER/socket
    psql -q -h "$socket" -U goldthread_owner -d postgres -c 'CREATE DATABASE bench_import TEMPLATE goldthread_template'
    nice "$program" "$folder" "$rows" "postgresql://goldthread_owner@/bench_import?host=$socket&port=5432"
fi
