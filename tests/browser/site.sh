#!/bin/sh
# Looks at every kind of page of the sample's site with a browser, and at the report as a file.
# usage: tests/browser/site.sh PROGRAM [PATH...]   (without paths: all of them)
set -eu
program=$1
shift
here=$(dirname "$0")
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT INT TERM

"$program" demo --db "$work/demo.db" --out "$work/report" >/dev/null
"$program" serve --db "$work/demo.db" --port 0 >"$work/out" 2>"$work/log" &
server=$!
tries=0
until port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "$work/out" | head -n 1) && [ -n "$port" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "the server did not start:" >&2; cat "$work/log" >&2; exit 1; }
    sleep 0.1
done
base=http://127.0.0.1:$port

# paths: every page of the navigation and footer, every thread, each register's list with its first record, a measure in its
# three views and compared, a plan, the report's coverage by edition, a search with and without results, a wrong address.
paths() {
    curl -s "$base/" | grep -oE 'href="/[a-z-]*"' | sed -E 's/href="(.*)"/\1/'
    curl -s "$base/threads.csv" | sed -nE 's/.*,([a-z0-9-]+)$/\/threads\/\1/p' | grep -v '/ref$'
    for list in $(curl -s "$base/registers" | grep -oE 'href="/[a-z-]+"' | sed -E 's/href="(.*)"/\1/' | sort -u); do
        echo "$list"
        curl -s "$base$list" | grep -oE "href=\"$list/[^\"?#]+\"" | sed -E 's/href="(.*)"/\1/' | head -n 1
    done
    echo /measures/agency-social-workers /measures/agency-social-workers/table /measures/agency-social-workers/about \
        '/measures/agency-social-workers?compare=none' '/measures/agency-social-workers?compare=E92000001' /measures/referrals-monthly \
        /outcomes/4.7 /outcomes/6.1 '/outcomes?sort=due' '/outcomes?q=supervision' /reports/2018-19/coverage \
        '/reports/2018-19/coverage?edition=WT2018' '/requirements?edition=WT2015' '/search?q=health' '/search?q=zzzz' /nothing-here |
        tr ' ' '\n'
}

if [ $# -eq 0 ]; then
    paths | sort -u >"$work/paths"
    # shellcheck disable=SC2046 # one path a word: addresses hold no blanks
    set -- $(cat "$work/paths")
fi
site=0 report=0
printf "default-src 'none'\n" >"$work/report/policy.txt"
node "$here/check.mjs" "$base" "$@" || site=1
node "$here/check.mjs" --folder "$work/report" report.html || report=1
[ "$site$report" = 00 ]
