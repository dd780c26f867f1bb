#!/usr/bin/env bash
# Checks that the reference names everything that the code has, and that links lead somewhere. Prints each finding as
# file:line; exits with 1 if there is one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case ${1:-} in
  '') ;;
  *)
    printf 'Usage: tests/manual.sh\n\nChecks hooks, routes, configuration, tables, events, errors, vulnerabilities and links; takes no options.\n'
    exit 0
    ;;
esac

reference=docs/reference
findings=$(mktemp)
trap 'rm -f "$findings"' EXIT

# named PAGE WHAT: reads words, notes each that the page does not have in code style.
named() {
  local page=$1 what=$2
  sort -u | comm -23 - <(grep -oE '`[^`]+`' "$page" | tr -d '`' | sort -u) |
    sed "s|^|$page:1: does not name the $what |" >>"$findings"
}

hooks() {
  { grep -rhoE '^ +(Hook<[A-Za-z]+> )?[a-zA-Z]+\{\};.*' include/mfa/recipes/*.hpp || true; } |
    sed -nE 's/^ +Hook<[A-Za-z]+> ([a-zA-Z]+)\{\};.*/\1/p; s/^ +([a-z]+[A-Za-z]*(GET|POST|PUT))\{\};.*/\1/p' |
    named $reference/hooks.md hook
}

routes() {
  grep -rhoE '\b(GET|POST|PUT|DELETE) /[a-z./-]+[a-z]' include/mfa/recipes | sort -u |
    comm -23 - <(grep -oE '^\| (GET|POST|PUT|DELETE) [^ ]+ \|' $reference/routes.md | tr -d '|' | sed 's/^ //; s/ $//' | sort -u) |
    sed "s|^|$reference/routes.md:1: does not have the route |" >>"$findings"
}

# fields STRUCT FILE: the members of a configuration aggregate, methods and nested structs aside.
fields() {
  awk -v struct="$1" '
    { sub(/\/\/.*/, "") }
    $0 ~ "^ *struct " struct " \\{$" { inside = 1; depth = 1; next }
    !inside { next }
    { line = $0; opened = gsub(/\{/, "{", line); closed = gsub(/\}/, "}", line) }
    depth == 1 && match($0, /[A-Za-z]+(\{.*\}| = .*);/) {
      name = substr($0, RSTART, RLENGTH)
      sub(/[^A-Za-z].*/, "", name)
      print name
    }
    { depth += opened - closed; if (depth <= 0) exit }' "$2"
}

configuration() {
  {
    fields Config include/mfa/auth.hpp
    fields AppInfo include/mfa/auth.hpp
    fields Limits include/mfa/limits.hpp
    fields Config include/mfa/recipes/session.hpp
    fields Config include/mfa/recipes/passwordless.hpp
    fields Config include/mfa/recipes/emailpassword.hpp
    fields Config include/mfa/recipes/thirdpartyemailpassword.hpp
    fields PasswordHashing include/mfa/recipes/emailpassword/operations.hpp
    fields Options include/mfa/storage/sqlite.hpp
  } | named $reference/configuration.md field
  grep -oE '\{"--[a-z-]+"' examples/server/options.cpp | tr -d '{"' | named $reference/configuration.md option
}

# Tables and their columns, as the migrations make them.
tables() {
  sed -n 's/.*CREATE TABLE \(IF NOT EXISTS \)\?\(mfa_[a-z_]*\).*/\2/p' src/storage/*/*.cpp src/storage/*/*/*.cpp |
    named $reference/tables.md table
  awk '/CREATE TABLE/ { inside = 1; next } /\)( STRICT|sql)/ { inside = 0 }
    inside && /^  [a-z_0-9]+ +(TEXT|INTEGER|BLOB)/ { print $1 }' src/storage/*/*/*.cpp |
    named $reference/tables.md column
}

events() { sed -nE 's/^ +return "([a-z_]+)";/\1/p' src/observe/events.cpp | grep -v '^unknown$' | named $reference/events.md event; }

errors() { sed -nE 's/^class MFA_EXPORT ([A-Za-z]+) .*/\1/p' include/mfa/errors.hpp | named $reference/errors.md exception; }

# The table of vulnerabilities: every row has a test or says why not, every test that it names is there, and every
# test stands in it.
vulnerabilities() {
  local page=docs/security/vulnerabilities.md
  awk -F '|' -v page=$page '/^\| [0-9]+ \|/ {
    if ($2 + 0 != ++row) { print page ":" FNR ": row " row " is missing"; row = $2 + 0 }
    if ($5 !~ /`vuln_[^`]+`|^ not (yet|applicable): ./) print page ":" FNR ": names no test, and does not say why not"
  } END { if (row != 83) print page ":1: has " row " rows, not 83" }' $page >>"$findings"
  comm -3 <(grep -E '^\| [0-9]+ \|' $page | grep -oE '`vuln_[^`]+`' | tr -d '`' | sort -u) \
    <(grep -rhoE 'TEST_CASE\("vuln_[^:]+: ' tests/attacks/vuln | sed -E 's/^TEST_CASE\("//; s/: $//' | sort -u) |
    sed -E "s|^\t(.*)|$page:1: does not have the test \1|; t; s|^|$page:1: names a test that is not there: |" >>"$findings"
}

# links_of PAGE: "line target" for each link outside of code blocks.
links_of() {
  awk '/^ *```/ { code = !code; next }
    /^<!-- taken from / { next }
    !code { rest = $0
      while (match(rest, /\]\([^)]+\)/)) {
        print FNR, substr(rest, RSTART + 2, RLENGTH - 3)
        rest = substr(rest, RSTART + RLENGTH) } }' "$1"
}

# Links within the project; what stands behind a # must be a heading of that page.
links() {
  local page line target file
  while read -r page line target; do
    case $target in http*) continue ;; esac
    file=${target%%#*}
    if [[ -n $file ]]; then file=$(dirname "$page")/$file; else file=$page; fi
    if [[ ! -e $file ]]; then
      printf '%s:%s: there is no %s\n' "$page" "$line" "$target"
    elif [[ $target == *'#'* ]] && ! headings "$file" | grep -qxF -- "${target#*#}"; then
      printf '%s:%s: no heading is %s\n' "$page" "$line" "$target"
    fi
  done < <(git ls-files --cached --others --exclude-standard -- '*.md' |
    while read -r page; do if [[ -f $page ]]; then links_of "$page" | sed "s|^|$page |"; fi; done) >>"$findings"
}

# The anchors that GitHub gives to headings.
headings() { sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed -E 's/[^a-z0-9 _-]//g; s/ /-/g'; }

hooks
routes
configuration
tables
events
errors
vulnerabilities
links
cat "$findings"
[[ ! -s $findings ]]
