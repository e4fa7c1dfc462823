#!/bin/sh
# bench/store_bench.sh PROGRAM: the store's figures on SQLite and, when tools/with-postgres started it, on PostgreSQL, which
# there does not wait for the disk (fsync=off). SQLite does: its file is where the build is, not in a folder that may be in
# memory.
set -eu
program=$1
file=$(dirname "$program")/store_bench.db
trap 'rm -f "$file" "$file-wal" "$file-shm"' EXIT
set -- "$file"
if [ -n "${GOLDTHREAD_TEST_FOLDER:-}" ]; then
    socket=$GOLDTHREAD_TEST_FOLDER/socket
    psql -q -h "$socket" -U goldthread_owner -d postgres -c 'CREATE DATABASE bench TEMPLATE goldthread_template'
    set -- "$file" "postgresql://goldthread_owner@/bench?host=$socket"
fi
"$program" "$@"
