#!/usr/bin/env bash
# Installs what a build of mfa needs and the system lacks. See usage() below.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
phonenumber_prefix=$project/build/phonenumber

usage() {
  cat <<'TEXT'
Usage: cmake/dependencies.sh SET...

Installs the Debian packages that are missing. Nothing is installed, and no network is used, when nothing is missing.
Packages are only added (apt-get --no-remove): what is on the system stays. Needs root or sudo when it has to install.

Sets:
  library       compiler, CMake and the libraries that mfa links
  web           Node.js and npm, which bundle the server's web page
  tests         Catch2, cpp-httplib, Clang with its tools, and Chromium for the end-to-end tests
  phonenumber   libphonenumber; its headers are unpacked into build/phonenumber, because Debian 12's
                libphonenumber-dev would remove Boost 1.81
TEXT
}

fail() {
  printf 'dependencies: %s\n' "$1" >&2
  exit 1
}

packages=()

# The command may come from elsewhere (a newer CMake, Node.js of another vendor): then its package is not wanted.
need_command() {
  command -v "$1" >/dev/null || packages+=("$2")
}

need_package() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true) == installed ]] || packages+=("$1")
}

need_library() {
  need_command g++ g++
  need_command cmake cmake
  need_command ninja ninja-build
  need_command pkg-config pkg-config
  need_command ccache ccache
  local package
  for package in libboost-json1.81-dev libboost1.81-dev libssl-dev libsqlite3-dev libsodium-dev libpsl-dev \
    libidn2-dev; do
    need_package "$package"
  done
}

need_web() {
  need_command node nodejs
  need_command npm npm
}

need_tests() {
  need_package catch2
  need_package libcpp-httplib-dev
  need_command clang++ clang
  need_command clang-format clang-format
  need_command clang-tidy clang-tidy
  need_command chromium chromium
  need_command curl curl
}

need_phonenumber() {
  need_package libphonenumber8
}

as_root() {
  if [[ $EUID -eq 0 ]]; then
    DEBIAN_FRONTEND=noninteractive "$@"
  elif command -v sudo >/dev/null; then
    sudo DEBIAN_FRONTEND=noninteractive "$@"
  else
    fail "not root and no sudo. Run as root: $*"
  fi
}

install_packages() {
  [[ ${#packages[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null || fail "no apt-get here. Install what these Debian packages hold: ${packages[*]}"
  printf 'dependencies: installing %s\n' "${packages[*]}"
  as_root apt-get update -qq || fail "apt-get update failed: is the network there?"
  as_root apt-get install -y -qq --no-remove --no-install-recommends "${packages[@]}" ||
    fail "apt-get could not install ${packages[*]} without removing something else; its own words are above"
}

# The packages whose headers phonenumberutil.h includes. None has to be installed to be read.
unpack_phonenumber() {
  [[ ! -e /usr/include/phonenumbers/phonenumberutil.h ]] || return 0
  local version
  version=$(dpkg-query -W -f '${Version}' libphonenumber8)
  [[ $(cat "$phonenumber_prefix/version" 2>/dev/null || true) != "$version" ]] || return 0
  printf 'dependencies: unpacking the headers of libphonenumber %s\n' "$version"
  local scratch
  scratch=$(mktemp -d)
  chmod 755 "$scratch"
  (
    cd "$scratch"
    download() { apt-get -qq -o APT::Sandbox::User=root download "$@"; }
    wanted=("libphonenumber-dev=$version" libprotobuf-dev libabsl-dev)
    download "${wanted[@]}" || { as_root apt-get update -qq && download "${wanted[@]}"; }
    for archive in *.deb; do dpkg-deb -x "$archive" "$scratch/prefix"; done
  ) || fail "could not download libphonenumber-dev $version; its headers are needed to build with libphonenumber"
  rm -rf "$phonenumber_prefix"
  mkdir -p "$(dirname "$phonenumber_prefix")"
  mv "$scratch/prefix" "$phonenumber_prefix"
  printf '%s' "$version" >"$phonenumber_prefix/version"
  rm -rf "$scratch"
}

[[ $# -gt 0 ]] || { usage >&2; exit 2; }
unpack=no
for set in "$@"; do
  case $set in
    library) need_library ;;
    web) need_web ;;
    tests) need_tests ;;
    phonenumber) need_phonenumber; unpack=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
install_packages
if [[ $unpack == yes ]]; then unpack_phonenumber; fi
