#!/bin/sh
# bench/store_bench.sh PROGRAM: the store's figures on both engines; runs under tools/with-postgres. PostgreSQL here does not
# wait for the disk (fsync=off), SQLite does: its file is where the build is, not in a folder that may be in memory.
set -eu
socket=$GOLDTHREAD_TEST_FOLDER/socket
psql -q -h "$socket" -U goldthread_owner -d postgres -c 'CREATE DATABASE bench TEMPLATE goldthread_template'
file=$(dirname "$1")/store_bench.db
trap 'rm -f "$file" "$file-wal" "$file-shm"' EXIT
"$1" "$file" "postgresql://goldthread_owner@/bench?host=$socket"
