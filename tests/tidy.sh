#!/usr/bin/env bash
# tests/tidy.sh SECONDS: clang-tidy on src, as many files as fit into the time (0: all). A file on which it passed is
# looked at again when the file, a header of ours, or the checks change.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../cmake/build_steps.sh"
cd "$project"

seconds=${1:-0}
build=build/dev-clang
clean=build/stamps/tidy
[[ -f $build/compile_commands.json ]] || configure dev-clang -DMFA_WITH_PHONENUMBER=ON
mkdir -p "$clean"
export build clean
headers=$(git ls-files 'include/*.hpp' 'src/*.hpp' .clang-tidy | xargs sha256sum | sha256sum | cut -d ' ' -f 1)

stamp_of() { printf '%s/%s' "$clean" "$({ printf '%s' "$headers"; cat "$1"; } | sha256sum | cut -d ' ' -f 1)"; }

tidy_file() {
  local file=$1 stamp=$2
  if clang-tidy -p "$build" --quiet "$file" 2>/dev/null; then
    touch "$stamp"
    printf 'passed: %s\n' "$file"
  else
    printf 'failed: %s\n' "$file"
    return 1
  fi
}
export -f tidy_file

# The latest changed first: they are what a bounded run is for.
pending() {
  local file stamp
  git ls-files 'src/*.cpp' | xargs ls -t | while read -r file; do
    stamp=$(stamp_of "$file")
    if [[ ! -f $stamp ]]; then printf '%s\0%s\0' "$file" "$stamp"; fi
  done
}

limit=()
if ((seconds > 0)); then limit=(timeout "$seconds"); fi
status=0
pending | "${limit[@]}" xargs -0 -r -n 2 -P "$(build_jobs)" bash -c 'tidy_file "$1" "$2"' tidy || status=$?
printf '%s of %s files are clean\n' "$(for file in $(git ls-files 'src/*.cpp'); do
  if [[ -f $(stamp_of "$file") ]]; then echo; fi
done | wc -l)" "$(git ls-files 'src/*.cpp' | wc -l)"
# 124: out of time, which is no failure.
[[ $status -eq 0 || $status -eq 124 ]]
