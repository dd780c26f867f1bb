#!/usr/bin/env bash
# Builds and starts the bundled server. See usage() below.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../cmake/build_steps.sh"

usage() {
  cat <<'TEXT'
Usage: examples/server/run.sh [--help] [OPTION OF mfa-server]...

Starts mfa-server, the second-factor guide with a web page, on a SQLite database, and prints its address.
Ctrl-C stops it. Whatever it needs and the system lacks is installed first (Debian packages with apt-get, as root or
through sudo; JavaScript packages with npm into the project), then the web page and the server are built into build/.
Started again, it does none of this twice.

Every option is passed on to mfa-server (mfa-server --help lists them), for instance:
  examples/server/run.sh --listen 127.0.0.1:8080
  examples/server/run.sh --storage sqlite:try.db --outbox messages.jsonl

Without --storage, users are kept in build/mfa-server.db.
TEXT
}

log=$project/build/run.log

# step WORDS COMMAND...: quiet while it works; says what failed, and shows the end of what was printed, if it does not.
step() {
  local words=$1
  shift
  "$@" >"$log" 2>&1 && return
  tail -n 40 "$log" >&2
  printf '\nrun.sh: %s failed. The whole output is in %s\n' "$words" "$log" >&2
  exit 1
}

build_server() {
  configure release -DMFA_WITH_PHONENUMBER=ON && build release mfa-server
}

storage_given() {
  local argument
  for argument in "$@"; do
    [[ $argument != --storage && $argument != --storage=* ]] || return 0
  done
  return 1
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
mkdir -p "$project/build"
"$project/cmake/dependencies.sh" library web phonenumber
[[ -x $project/build/release/examples/server/mfa-server ]] ||
  printf 'run.sh: building; the first time takes a few minutes\n'
step "building the web page" build_web_page
step "building the server" build_server
storage_given "$@" || set -- --storage "sqlite:$project/build/mfa-server.db" "$@"
exec "$project/build/release/examples/server/mfa-server" "$@"
