# Sourced by examples/server/run.sh and tests/run.sh: the steps that both take. Each does nothing when its result is
# newer than what it was made from.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stamps=$project/build/stamps

# Clones in different folders share what ccache holds.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$project} CCACHE_NOHASHDIR=1

# A unit that includes Boost.JSON or Beast takes up to 1.5 GB: more jobs than memory end in the OOM killer.
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/MemAvailable/ {print int($2 / 1500000)}' /proc/meminfo)
  ((memory >= 1)) || memory=1
  printf '%s' "$((cores < memory ? cores : memory))"
}

# fingerprint PATH...: changes when a file under one of the paths does, or comes, or goes.
fingerprint() {
  find "$@" -type d \( -name node_modules -o -name dist \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# once NAME FINGERPRINT COMMAND...: runs the command, unless it succeeded with this fingerprint before.
once() {
  local stamp=$stamps/$1 fingerprint=$2
  shift 2
  [[ $(cat "$stamp" 2>/dev/null || true) != "$fingerprint" ]] || return 0
  "$@" || return
  mkdir -p "$stamps"
  printf '%s' "$fingerprint" >"$stamp"
}

# configure PRESET [OPTION...]: ninja configures again by itself when a CMakeLists.txt changes, but not for a preset.
configure() {
  local preset=$1
  local presets
  presets=$(fingerprint "$project/CMakePresets.json")
  [[ -f $project/build/$preset/build.ninja ]] || rm -f "$stamps/configure-$preset"
  once "configure-$preset" "$presets $*" cmake -S "$project" --preset "$@"
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  local targets=()
  if (($#)); then targets=(--target "$@"); fi
  cmake --build "$project/build/$preset" -j "$(build_jobs)" "${targets[@]}"
}

# npm_packages FOLDER: exactly what its package-lock.json names.
npm_packages() {
  local folder=$1
  local name=npm-${folder//\//-}
  [[ -d $project/$folder/node_modules ]] || rm -f "$stamps/$name"
  once "$name" "$(fingerprint "$project/$folder/package.json" "$project/$folder/package-lock.json")" \
    npm --prefix "$project/$folder" ci --no-audit --no-fund
}

# The bundled server's web page.
build_web_page() {
  local folder=examples/server/web
  npm_packages $folder || return
  [[ -f $project/$folder/dist/index.html ]] || rm -f "$stamps/web-page"
  once web-page "$(fingerprint "$project/$folder")" npm --prefix "$project/$folder" run build
}
