#!/usr/bin/env bash
# Builds and passes all tests. See usage() below.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../cmake/build_steps.sh"
source "$project/tests/report.sh"

usage() {
  cat <<'TEXT'
Usage: tests/run.sh [--full | --nightly] [--only STEP]...

Installs what is missing (as root or through sudo), builds, and runs the first three steps below. The last line is the
sum, "N passed, N failed"; the exit status is 0 only if nothing failed. Whole output of each step:
build/tests/STEP.log

  --full        every step but the benchmarks: what to run before a release
  --nightly     everything, with full counts under GCC, clang-tidy on every file, and the benchmarks
  --only STEP   only this step; may be repeated

Steps, in order:
  lint          borders between the rooms, sizes, names, format, and the manual's code
  gcc           every suite under GCC
  e2e           the bundled server and a stock front end in Chromium
  asan          every suite under Clang, with AddressSanitizer and UndefinedBehaviorSanitizer
  tsan          the test cases tagged [races] under ThreadSanitizer
  clang         every suite under Clang alone
  consumer      find_package, FetchContent and pkg-config from outside, static and shared
  tidy          clang-tidy: files that changed since it last passed on them, as many as fit into three minutes
  bench         the benchmarks (--nightly only)
TEXT
}

suite() {
  local step=$1 preset=$2
  shift 2
  configure "$preset" -DMFA_WITH_PHONENUMBER=ON "-DMFA_TEST_FILTER=$filter" &&
    build "$preset" "$@" &&
    ctest --test-dir "$project/build/$preset" --verbose --timeout "$test_seconds"
}

step_lint() { "$project/tests/lint.sh" && "$project/tests/snippets.sh"; }
# One compiler does for the full counts: the others, and the sanitizers, look for something else.
step_gcc() { MFA_NIGHTLY=$nightly suite gcc dev; }
step_clang() { suite clang dev-clang; }
step_asan() { suite asan asan mfa_tests; }
step_tsan() { filter='[races]' suite tsan tsan mfa_tests; }
step_consumer() { "$project/tests/consumer/run.sh"; }
step_tidy() { "$project/tests/tidy.sh" "$tidy_seconds"; }

step_e2e() {
  configure dev -DMFA_WITH_PHONENUMBER=ON "-DMFA_TEST_FILTER=$filter" && build dev mfa-server && build_web_page &&
    npm_packages tests/e2e &&
    MFA_SERVER=$project/build/dev/examples/server/mfa-server npm --prefix "$project/tests/e2e" test
}

step_bench() {
  configure release -DMFA_WITH_PHONENUMBER=ON -DMFA_BUILD_BENCHMARKS=ON && build release mfa_benchmarks &&
    "$project/build/release/tests/bench/mfa_benchmarks"
}

steps=(lint gcc e2e)
everything=("${steps[@]}" asan tsan clang consumer tidy)
only=()
filter=''
nightly=0
test_seconds=900
tidy_seconds=180
while (($#)); do
  case $1 in
    --full) steps=("${everything[@]}") ;;
    --nightly)
      steps=("${everything[@]}" bench) filter='~[.],[nightly]'
      nightly=1 test_seconds=14400 tidy_seconds=0
      ;;
    --only)
      declare -F "step_${2:-}" >/dev/null || { usage >&2; exit 2; }
      only+=("$2")
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
if ((${#only[@]})); then steps=("${only[@]}"); fi

"$project/cmake/dependencies.sh" library web tests phonenumber
for step in "${steps[@]}"; do run_step "$step"; done
print_sum
