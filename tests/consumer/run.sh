#!/usr/bin/env bash
# Uses the library from outside the tree, as hosts do: installed (find_package, pkg-config) and fetched, static and
# shared. Prints "passed: WAY" or "failed: WAY" for each.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../cmake/build_steps.sh"

host=$project/tests/consumer/host
work=$project/build/consumer
status=0

check() {
  local way=$1
  shift
  if "$@"; then
    printf 'passed: %s\n' "$way"
  else
    printf 'failed: %s\n' "$way"
    status=1
  fi
}

# install_library BUILD NAME: afresh, so that a file that is no longer installed is missed.
install_library() {
  rm -rf "${work:?}/$2"
  cmake --install "$1" --prefix "$work/$2"
}

build_static() {
  configure release -DMFA_WITH_PHONENUMBER=ON && build release mfa && install_library "$project/build/release" static
}

# What takes defences away in tests must not be in what is shipped.
has_no_switches() {
  "$project/tests/attacks/switches.sh" "$(find "$work/$1" -name 'libmfa.a' -o -name 'libmfa.so' | head -n 1)" absent
}

configure_host() {
  local name=$1
  shift
  cmake -S "$host" -B "$work/$name-host" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG='-O0 -g1' \
    -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@"
}

build_host() { cmake --build "$work/$1-host" -j "$(build_jobs)"; }
run_host() { "$work/$1-host/host"; }

# The host builds the library in the same go; its installation then serves as the shared one.
fetched() {
  configure_host fetched -DMFA_FETCH_FROM="$project" -DBUILD_SHARED_LIBS=ON -DMFA_INSTALL=ON \
    -DMFA_WITH_PHONENUMBER=ON -DMFA_PHONENUMBER_PREFIX="$project/build/phonenumber" &&
    build_host fetched && run_host fetched
}

# Every target that the archive needs must be visible in the host's folder; generating shows whether it is.
fetched_static_generates() {
  rm -rf "$work/generated-host"
  configure_host generated -DMFA_FETCH_FROM="$project" -DMFA_WITH_PHONENUMBER=ON \
    -DMFA_PHONENUMBER_PREFIX="$project/build/phonenumber"
}

packaged() {
  rm -rf "$work/$1-host"
  configure_host "$1" -DCMAKE_PREFIX_PATH="$work/$1" && build_host "$1" && run_host "$1"
}

by_pkg_config() {
  local out=$work/$1-pkg-config-host flags
  flags=$(PKG_CONFIG_PATH=$(dirname "$(find "$work/$1" -name mfa.pc)") pkg-config --cflags --libs mfa) &&
    # shellcheck disable=SC2086  # flags are words
    c++ -std=c++20 -Wall -Wextra -Wpedantic -Werror "$host"/main.cpp "$host"/message.cpp -o "$out" $flags &&
    LD_LIBRARY_PATH=$work/$1/lib "$out"
}

# The line of README.md for those without CMake, with the program that it is about.
hello_by_pkg_config() {
  local flags
  flags=$(PKG_CONFIG_PATH=$(dirname "$(find "$work/$1" -name mfa.pc)") pkg-config --cflags --libs mfa cpp-httplib) &&
    # shellcheck disable=SC2086  # flags are words
    c++ -std=c++20 "$project/examples/embed_httplib/hello.cpp" -o "$work/$1-pkg-config-hello" $flags
}

# What a host grows by: a figure to watch, not a limit.
report_size() {
  strip -o "$work/stripped" "$work/static-host/host"
  printf 'a stripped host with the static library: %s KiB\n' "$(($(stat -c %s "$work/stripped") / 1024))"
}

mkdir -p "$work"
check 'the static library is built and installed' build_static
check 'the static library has no switch of the tests' has_no_switches static
check 'find_package, static' packaged static
check 'pkg-config, static' by_pkg_config static
check 'pkg-config, static, with cpp-httplib' hello_by_pkg_config static
check 'a stripped host is measured' report_size
check 'FetchContent, static, generates' fetched_static_generates
check 'FetchContent, shared' fetched
check 'the shared library is installed' install_library "$work/fetched-host" shared
check 'the shared library has no switch of the tests' has_no_switches shared
check 'find_package, shared' packaged shared
check 'pkg-config, shared' by_pkg_config shared
exit $status
