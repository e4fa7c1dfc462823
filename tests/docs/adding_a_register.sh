#!/bin/sh
# Does what docs/adding-a-register.md says, with the text that stands there, in a copy of the tree.
# usage: tests/docs/adding_a_register.sh BUILD   (where the program is built already: build/release)
set -u
build=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
document=$top/docs/adding-a-register.md
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
passed=0 failed=0

# check WHAT COMMAND...: counts whether the command succeeds; if not, says what was expected and what came instead.
check() {
    what=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "expected: $what" >&2
        tail -n 20 "$work/said" >&2
    fi
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}

# A step that the later ones stand on.
must() {
    check "$@"
    [ "$failed" -eq 0 ] || finish
}

# block NAME: the block whose file's name, "`NAME`:", is in the line before it.
block() {
    awk -v name="\`$1\`:" '
        inside && /^```$/ { exit }
        inside { print }
        /^```/ && before == name { inside = 1 }
        { before = $0 }' "$document"
}

# shell N: the Nth block of commands.
shell() {
    awk -v wanted="$1" '
        inside && /^```$/ { exit }
        inside { print }
        /^```sh$/ && ++n == wanted { inside = 1 }' "$document"
}

# put FILE FOLDER: writes the document's block of that name below the folder.
put() {
    mkdir -p "$(dirname "$2/$1")"
    block "$1" >"$2/$1"
    [ -s "$2/$1" ]
}

# The first line of the block is the #include, the second the line of the list.
list_room() {
    block src/features.c >"$work/lines"
    [ "$(wc -l <"$work/lines")" -eq 2 ] || { echo "there are not two lines for src/features.c"; return 1; }
    awk 'NR == FNR { new[FNR] = $0; next }
        /^#include/ { including = 1 }
        including == 1 && !/^#include/ { print new[1]; including = 2 }
        /^ *NULL,$/ { print new[2] }
        { print }' "$work/lines" "$top/src/features.c" >"$tree/src/features.c"
    [ "$(($(wc -l <"$top/src/features.c") + 2))" -eq "$(wc -l <"$tree/src/features.c")" ]
}

one_small_table() {
    file=$tree/src/training/training_registers.c
    lines=$(wc -l <"$file") tables=$(grep -c 'struct register_def [a-z_]* = {' "$file")
    echo "$lines lines, $tables tables"
    [ "$lines" -lt 40 ] && [ "$tables" -eq 1 ]
}

# commands N FOLDER: runs the Nth block of commands there, with the program built from the document.
commands() {
    shell "$1" >"$work/commands"
    [ -s "$work/commands" ] || { echo "the document has no block $1 of commands"; return 1; }
    (cd "$2" && PATH="$tree/$build:$PATH" BUILD="$build" sh -e "$work/commands")
}

start_server() {
    "$tree/$build/goldthread" serve --db "$own/partnership.db" --port 0 >"$work/out" 2>"$work/log" &
    server=$!
    tries=0
    until port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "$work/out" | head -n 1) && [ -n "$port" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { echo "the server did not start:"; cat "$work/log"; return 1; }
        sleep 0.1
    done
    base=http://127.0.0.1:$port
}

# page_has PATH WORDS: the page answers 200 and has these words in it.
page_has() {
    curl -sS --fail --max-time 20 "$base$1" >"$work/page" || return 1
    grep -qF -- "$2" "$work/page" || { cat "$work/page"; return 1; }
}

page_lacks() {
    curl -sS --fail --max-time 20 "$base$1" >"$work/page" || return 1
    ! grep -F -- "$2" "$work/page"
}

tree=$work/tree own=$work/own
mkdir -p "$tree/$build" "$own"
for part in src assets schema tools make Makefile; do cp -a "$top/$part" "$tree/"; done
for part in src generated; do cp -a "$top/$build/$part" "$tree/$build/"; done

must "a room of that name is not there yet" test ! -e "$tree/src/training"
must "a block for the register" put src/training/training_registers.c "$tree"
must "a block for the header" put src/training/training.h "$tree"
must "two lines that fit into src/features.c" list_room
must "one table, in a file of under 40 lines" one_small_table
must "the tree builds and keeps the house rules" commands 1 "$tree"

for file in shared/partnership.csv own/agency.csv own/course.csv; do must "a block for $file" put "$file" "$own"; done
must "a database made before the register was added" "$top/$build/goldthread" migrate --db "$own/partnership.db"
must "the database is migrated, and records go in and out" commands 2 "$own"
for file in agency course; do
    check "$file.csv comes out byte for byte as it went in" cmp "$own/own/$file.csv" "$own/backup/$file.csv"
done

must "the site is served" start_server
check "/courses lists a course by its title" page_has /courses 'Recognising neglect'
check "/courses.csv has its title" page_has /courses.csv 'Recognising neglect'
check "/courses.json has its title" page_has /courses.json 'Recognising neglect'
check "/courses?level=advanced has an advanced course" page_has '/courses?level=advanced' 'Supervision that asks questions'
check "/courses?level=advanced has no basic one" page_lacks '/courses?level=advanced' 'Recognising neglect'
check "/courses?agency=council has what the council leads" page_has '/courses?agency=council' 'Recognising neglect'
check "/courses?agency=council has nothing else" page_lacks '/courses?agency=council' 'Supervision that asks'
check "/courses/neglect-1 has its title" page_has /courses/neglect-1 'Recognising neglect'
check "/courses/neglect-1 has its history" page_has /courses/neglect-1 'First known'
check "/courses/neglect-1.csv has its title" page_has /courses/neglect-1.csv 'Recognising neglect'
check "/courses/neglect-1.json has its title" page_has /courses/neglect-1.json 'Recognising neglect'
check "/agencies/council has the courses it leads" page_has /agencies/council 'Recognising neglect'
check "/search finds it" page_has '/search?q=neglect' '/courses/neglect-1'
check "/registers lists the register" page_has /registers '/courses'

# A change keeps what was, and a wrong cell is refused with its place.
sed 's/Recognising neglect/Seeing neglect/; s/,2026-01-05$/,2026-02-02/' "$own/own/course.csv" >"$own/changed" && mv "$own/changed" "$own/own/course.csv"
check "a change is imported" "$tree/$build/goldthread" import "$own/own" --db "$own/partnership.db"
check "the page has the new title" page_has /courses/neglect-1 'Seeing neglect'
check "its history has both versions" page_has /courses/neglect-1 'Changed'
sed 's/,basic,/,expert,/' "$own/own/course.csv" >"$own/changed" && mv "$own/changed" "$own/own/course.csv"
refused() {
    "$tree/$build/goldthread" import "$own/own" --db "$own/partnership.db" >"$work/refusal" 2>&1
    code=$?
    cat "$work/refusal"
    [ "$code" -eq 2 ] && grep -q 'course\.csv:2:[0-9]*: found "expert"' "$work/refusal"
}
check "a level that is not in the list is refused at course.csv:2 with exit code 2" refused
finish
