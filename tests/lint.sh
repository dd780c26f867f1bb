#!/usr/bin/env bash
# Checks what no compiler checks: the borders between the rooms, sizes, names and format. Prints each finding as
# file:line and exits with 1 if there is one. See CONTRIBUTING.md for the rules' reasons.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case ${1:-} in
  '') ;;
  *)
    printf 'Usage: tests/lint.sh\n\nChecks borders between the rooms, file sizes, test names and format; takes no options.\n'
    exit 0
    ;;
esac

findings=$(mktemp)
trap 'rm -f "$findings"' EXIT

# sources FOLDER...: the C++ files under them. Untracked ones count: they are about to be committed.
sources() { git ls-files --cached --others --exclude-standard -- "$@" | grep -E '\.[ch]pp$' | existing; }
existing() { while read -r file; do if [[ -f $file ]]; then printf '%s\n' "$file"; fi; done; }
without() { grep -vE "$1" || true; }

# forbid RULE PATTERN: reads file names, notes each line of them that matches.
forbid() {
  local rule=$1 pattern=$2
  { xargs -r grep -nHE -- "$pattern" || true; } | sed "s|\$|    <- $rule|" >>"$findings"
}

include='^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]'
frameworks="$include"'(boost/(asio|beast)|httplib\.h|crow|drogon|pistache|userver)'
sql='"[^"]*\b(SELECT .* FROM|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|CREATE (UNIQUE )?(TABLE|INDEX)|PRAGMA)\b'

borders() {
  sources include src | without '^src/(crypto|tokens)/' |
    forbid 'OpenSSL is called in src/crypto and src/tokens only' "$include"'openssl/'
  sources include src | without '^src/(crypto|tokens)/' |
    forbid 'libsodium is called in src/crypto and src/tokens only' "$include"'sodium'
  sources include src | without '^src/storage/' | forbid 'SQL is written in src/storage only' "$sql"
  sources include src | without '^src/storage/' |
    forbid 'databases are known to src/storage only' "$include"'(sqlite3\.h|libpq)'
  sources include src | without '^include/mfa/adapters/' |
    forbid 'HTTP frameworks are known to include/mfa/adapters and examples only' "$frameworks"
  sources include/mfa | without '^include/mfa/(adapters/|json\.hpp$)' |
    forbid 'public headers meet Boost through mfa/json.hpp' "$include"'boost/'
  sources include/mfa | without '^include/mfa/adapters/' |
    forbid 'public headers include the standard library and mfa only' "$include"'[a-zA-Z0-9_/-]+\.h[">]'
  sources include src examples |
    forbid 'std::regex is slow and recurses on input' "$include"'regex>|std::regex'
  # Waiting is measured by the steady clock: it decides nothing that a test would want to move.
  sources include src | without '^src/time\.cpp$' |
    forbid 'use the injected clock' 'system_clock::now\(\)|[^_a-zA-Z:.]time\((nullptr|NULL|0)\)'
  sources include src | without '^include/mfa/export\.hpp$' |
    forbid 'no macros but MFA_EXPORT' '^[[:space:]]*#[[:space:]]*define[[:space:]]'
}

unfinished() {
  git ls-files --cached --others --exclude-standard -- '*.?pp' '*.ts' '*.mjs' '*.css' '*.html' '*CMakeLists.txt' '*.cmake' |
    existing | forbid 'finish it, or file an issue' '\b(TODO|FIXME|XXX|HACK)\b'
}

# Catch2 and CTest read ; , and [ in a name as syntax: such a case is never run, and passes.
test_names() {
  sources tests | forbid 'a test name has no ; , [ or backslash' \
    '(TEST_CASE|SCENARIO)\("[^"]*[];,[\\][^"]*"'
}

sizes() {
  git ls-files --cached --others --exclude-standard | existing |
    { grep -E '\.([ch]pp|cmake|sh|ts|mjs|js|css)$|CMakeLists\.txt$' || true; } | xargs -d '\n' -r wc -l |
    awk '$2 != "total" && $1 > 500 {print $2 ":500: " $1 " lines    <- split a file before 500"}' >>"$findings"
}

# A file that no list names is never compiled, and nobody notices.
unlisted_sources() {
  comm -23 <(sources src tests examples | { grep '\.cpp$' || true; } | without '^tests/consumer/host/' | sort) \
    <(listed_sources | sort -u) |
    sed 's|$|:1: in no CMakeLists.txt    <- each folder lists its sources|' >>"$findings"
}

listed_sources() {
  git ls-files --cached --others --exclude-standard -- '*CMakeLists.txt' | existing |
    xargs -r grep -HoE '(\$\{PROJECT_SOURCE_DIR\}/)?[A-Za-z0-9_/.-]+\.cpp' |
    sed -E 's#^.*:\$\{PROJECT_SOURCE_DIR\}/##; s#/?CMakeLists\.txt:#/#'
}

lock_files() {
  git ls-files -- '*package-lock.json' | existing |
    forbid 'a lock file names no registry: remove its "resolved" fields' '"resolved"'
}

# The guide's line breaks are its author's.
format() {
  sources include src tests examples | without '^examples/second_factor/guide\.cpp$' |
    xargs -r clang-format --dry-run 2>&1 | { grep -E 'warning:|error:' || true; } >>"$findings"
}

# The code in the manual is code that is compiled.
snippets() { tests/snippets.sh >>"$findings" || true; }

# The reference names everything that the code has, and links lead somewhere.
manual() { tests/manual.sh >>"$findings" || true; }

borders
unfinished
test_names
sizes
unlisted_sources
lock_files
snippets
manual
format
cat "$findings"
[[ ! -s $findings ]]
