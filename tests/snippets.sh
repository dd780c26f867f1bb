#!/usr/bin/env bash
# Checks that the code in the manual is code that is compiled and run. See usage() below.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
Usage: tests/snippets.sh

Compares each marked block of README.md and docs/ with the file it is taken from, and prints each finding as file:line.
A mark is a comment right above the block, in one of three forms:

  <!-- taken from examples/embed_httplib/hello.cpp#hello -->
      the lines between two lines "// [hello]" (or "# [hello]") of that file
  <!-- taken from examples/second_factor/guide.cpp from "int main() {" to "}" -->
      from the line with exactly that text, indentation aside, to the next one with the other: for files without marks
  <!-- taken from tests/consumer/host/CMakeLists.txt from "target_link_libraries(host PRIVATE mfa::mfa)" -->
      that line alone

Indentation that all lines of a block share does not count. A C++ block without a mark is a finding.
TEXT
}

case ${1:-} in
  '') ;;
  *)
    usage
    exit 0
    ;;
esac

read -r -d '' program <<'AWK' || true
function finding(text) { printf "%s:%d: %s\n", FILENAME, opened, text; found = 1 }

function trimmed(line) { sub(/^[ \t]+/, "", line); sub(/[ \t]+$/, "", line); return line }

function isMark(line) { return trimmed(line) ~ /^(\/\/|#) \[[a-z0-9-]+\]$/ }

# Takes away the indentation that all lines share, and empty lines at the end.
function dedented(text,    count, lines, i, indent, least, out) {
  count = split(text, lines, "\n")
  while (count > 0 && trimmed(lines[count]) == "") count--
  least = -1
  for (i = 1; i <= count; i++) {
    if (trimmed(lines[i]) == "") continue
    match(lines[i], /^ */)
    if (least < 0 || RLENGTH < least) least = RLENGTH
  }
  for (i = 1; i <= count; i++) out = out (trimmed(lines[i]) == "" ? "" : substr(lines[i], least + 1)) "\n"
  return out
}

# The lines of `file` after the line `first` and before the next `last`; with `whole`, these two as well.
function between(file, first, last, whole,    line, state, text, starts, status) {
  state = 0
  starts = 0
  while ((status = (getline line < file)) > 0) {
    if (trimmed(line) == first && state != 1) {
      starts++
      if (state == 0) {
        state = 1
        if (whole) text = line "\n"
        if (whole && first == last) state = 2
        continue
      }
    }
    if (state != 1) continue
    if (trimmed(line) == last) { state = 2; if (whole) text = text line "\n"; continue }
    if (!whole && isMark(line)) continue
    text = text line "\n"
  }
  close(file)
  if (status < 0) { finding("there is no file " file); return "" }
  if (starts == 0) { finding(file " has no line: " first); return "" }
  if (starts > 1) { finding(file " has more than one line: " first); return "" }
  if (state != 2) { finding(file " has no line after it: " last); return "" }
  return dedented(text)
}

function source(mark,    at, file, first, parts, mark_line) {
  at = index(mark, " from \"")
  if (at > 0) {
    file = substr(mark, 1, at - 1)
    first = substr(mark, at + 7)
    sub(/"$/, "", first)
    at = index(first, "\" to \"")
    if (at == 0) return between(file, first, first, 1)
    return between(file, substr(first, 1, at - 1), substr(first, at + 6), 1)
  }
  split(mark, parts, "#")
  mark_line = parts[1] ~ /\.[ch]pp$/ ? "// [" parts[2] "]" : "# [" parts[2] "]"
  return between(parts[1], mark_line, mark_line, 0)
}

function check(    expected) {
  if (mark == "") {
    if (language ~ /^(cpp|c\+\+|cxx)$/) finding("C++ that is taken from nowhere: mark the compiled file it stands in")
    return
  }
  expected = source(mark)
  if (expected != "" && expected != dedented(block)) finding("is not what stands in " mark)
}

/^<!-- taken from .* -->$/ && !inside {
  mark = $0
  sub(/^<!-- taken from /, "", mark)
  sub(/ -->$/, "", mark)
  next
}
/^ *```/ && !inside {
  inside = 1
  opened = FNR
  language = trimmed($0)
  sub(/^```/, "", language)
  block = ""
  next
}
/^ *```$/ && inside { inside = 0; check(); mark = ""; next }
inside { block = block $0 "\n"; next }
mark != "" { opened = FNR; finding("a mark without a block right below it"); mark = "" }
END {
  if (inside) finding("a block that never ends")
  exit found
}
AWK

status=0
while read -r page; do
  [[ -f $page ]] || continue
  awk "$program" "$page" || status=1
done < <(git ls-files --cached --others --exclude-standard -- README.md 'docs/*.md')
exit $status
