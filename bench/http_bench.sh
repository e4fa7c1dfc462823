#!/bin/sh
# Runs the bench server given as first argument and asks it for pages with wrk, five seconds each, on the loopback.
set -u
for log in quiet logged; do
    ports=$(mktemp)
    "$1" "$log" >"$ports" 2>/dev/null &
    server=$!
    trap 'kill "$server" 2>/dev/null; rm -f "$ports"' EXIT INT TERM
    while [ ! -s "$ports" ]; do sleep 0.1; done
    port=$(cat "$ports")
    for path in / /list; do
        wrk -t1 -c8 -d5s --latency "http://127.0.0.1:$port$path" |
            awk -v what="$path $log" '/99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx|Socket errors/ { bad = $0 }
                END { printf "%-14s %9.0f requests/s  p99 %s %s\n", what, rate, p99, bad }'
    done
    kill "$server"
    wait "$server" 2>/dev/null
    rm -f "$ports"
done
