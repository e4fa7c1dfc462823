#!/bin/sh
# Looks with a browser at every kind of page of the sample's site, at the report as a file, and at the gallery of components.
# usage: tests/browser/site.sh PROGRAM GALLERY [PATH...]   (with paths: at those pages of the site alone)
set -eu
program=$1 gallery=$2
shift 2
here=$(dirname "$0")
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

"$program" demo --db "$work/demo.db" --out "$work/report" >/dev/null
printf "default-src 'none'\n" >"$work/report/policy.txt"
"$program" serve --db "$work/demo.db" --port 0 >"$work/out" 2>"$work/log" &
server=$!
tries=0
until base=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/out"); do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "the server did not start:" >&2; cat "$work/log" >&2; exit 1; }
    sleep 0.1
done
if [ $# -gt 0 ]; then
    node "$here/check.mjs" --site "$base" "$@"
else
    node "$here/check.mjs" --site "$base" --folder "$work/report" --folder "$gallery"
fi
