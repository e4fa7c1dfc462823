#!/bin/sh
# What the site costs: list pages a second with 1,000 and with 100,000 outcomes, import rows a second, the report, memory,
# start-up. Prints figures, asserts nothing. usage: bench/site_bench.sh PROGRAM; needs wrk and curl. On PostgreSQL too when
# tools/with-postgres started it.
set -eu
program=$1
work=$(mktemp -d "$(dirname "$program")/site.XXXXXXXX") # where the build is: /tmp may be in memory
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT INT TERM

now_ms() { echo $(($(date +%s%N) / 1000000)); }

# folder N: a partnership with N outcomes in the import format.
folder() {
    mkdir -p "$work/$1/shared" "$work/$1/own"
    printf 'number,title,publisher,kind,published_on\n1,A plan,The council,committee-paper,2019-12-01\n' >"$work/$1/shared/source.csv"
    printf 'code,title,kind,banner\nbench,Benchmark partnership,partnership,Made up for measuring\n' >"$work/$1/shared/partnership.csv"
    printf 'ref,title,source\nplan,The plan,1\n' >"$work/$1/own/plan.csv"
    printf 'ref,post\nmanager,Team managers\nworker,Social workers\n' >"$work/$1/own/role.csv"
    { echo 'ref,plan,number,title'; for i in 1 2 3 4 5 6; do echo "s$i,plan,$i,Section $i"; done; } >"$work/$1/own/section.csv"
    { echo 'ref,section,title,leads,due,status,source'
      awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf "%d.%d,s%d,Outcome number %d for children in this area,manager;worker,20%02d-0%d-15,%s,1\n",
          (i % 6) + 1, i, (i % 6) + 1, i, 20 + i % 9, (i % 9) + 1, (i % 3) ? "in-progress" : "completed" }'
    } >"$work/$1/own/outcome.csv"
}

# timed WHAT COMMAND...: runs it, says how long it took and how much memory; $took is the milliseconds.
timed() {
    what=$1
    shift
    began=$(now_ms)
    /usr/bin/env time -f '%M' -o "$work/memory" "$@" >/dev/null
    took=$(($(now_ms) - began))
    echo "$what: $took ms, peak memory $(($(cat "$work/memory") / 1024)) MiB"
}

# load N DB: imports both folders and says how fast.
load() {
    "$program" import "$work/$1/shared" --shared --db "$2" >/dev/null
    timed "import of $1 outcomes" "$program" import "$work/$1/own" --db "$2"
    echo "import: $(($1 * 1000 / took)) rows a second"
}

# start DB: serves it on a free port, sets $port and says how long until the first page.
start() {
    began=$(now_ms)
    "$program" serve --db "$1" --port 0 --workers 2 >"$work/out" 2>/dev/null &
    server=$!
    until grep -q '127.0.0.1:' "$work/out" 2>/dev/null; do sleep 0.01; done
    port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "$work/out" | head -1)
    until curl -s -o /dev/null "http://127.0.0.1:$port/outcomes"; do sleep 0.01; done
    echo "start-up to the first page: $(($(now_ms) - began)) ms"
}

stop() {
    echo "server memory: $(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$server/status") MiB at most"
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
}

# The microseconds of processor time that the server has used so far.
used() { awk -v hertz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(($12 + $13) * 1000000 / hertz) }' "/proc/$server/stat"; }

# pages WHAT PATH: pages a second, the slowest hundredth, and what a page cost the server: that hardly depends on who else
# uses the machine.
pages() {
    wrk -t1 -c8 -d1s "http://127.0.0.1:$port$2" >/dev/null
    before=$(used)
    wrk -t1 -c8 -d5s --latency "http://127.0.0.1:$port$2" >"$work/wrk"
    spent=$(($(used) - before))
    size=$(curl -s "http://127.0.0.1:$port$2" | wc -c)
    awk -v what="$1" -v size="$size" -v spent="$spent" '/requests in/ { count = $1 } /Requests\/sec/ { rate = $2 } /99%/ { p99 = $2 }
        /Non-2xx/ { bad = " (" $0 ")" } END { printf "%s: %d pages a second, p99 %s, %d us of processor time and %.1f KB a page%s\n",
            what, rate, p99, count ? spent / count : 0, size / 1024, bad }' "$work/wrk"
}

measure() { # database for 1,000, database for 100,000
    for n in 1000 100000; do
        db=$1; [ "$n" = 1000 ] || db=$2
        load "$n" "$db"
        start "$db"
        pages "list of $n outcomes" /outcomes
        pages "list of $n outcomes by due date" '/outcomes?sort=due'
        pages "one outcome of $n" /outcomes/1.6
        stop
        echo
    done
}

folder 1000
folder 100000
echo "== The site on SQLite: wrk with 8 connections on the same machine"
measure "$work/small.db" "$work/large.db"
if [ -n "${GOLDTHREAD_TEST_FOLDER:-}" ]; then
    socket=$GOLDTHREAD_TEST_FOLDER/socket
    echo "== The site on PostgreSQL, on the same machine"
    for name in bench_small bench_large; do
        psql -q -h "$socket" -U goldthread_owner -d postgres -c "CREATE DATABASE $name TEMPLATE goldthread_template"
    done
    measure "postgresql://goldthread_owner@/bench_small?host=$socket&port=5432" \
        "postgresql://goldthread_owner@/bench_large?host=$socket&port=5432"
fi

echo "== The sample, on SQLite"
timed "demo (load the sample and write the report)" "$program" demo --db "$work/demo.db" --out "$work/demo"
timed "report" "$program" report --period 2018-19 --known-on 2019-12-31 --db "$work/demo.db" --out "$work/report"
echo "report: $(($(wc -c <"$work/report/report.html") / 1024)) KB"
start "$work/demo.db"
for path in / /threads/health-assessments /plans /measures /measures/agency-social-workers; do pages "$path" "$path"; done
stop
echo
