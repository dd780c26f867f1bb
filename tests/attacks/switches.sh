#!/usr/bin/env bash
# Tells whether a library or program has the switches that take defences away.
#
#   switches.sh FILE absent|present
set -euo pipefail
file=$1 expected=$2
[[ -f $file ]] || { printf "there is no file %s\n" "$file" >&2; exit 2; }

# Their names are symbols in an archive, and texts in what was stripped.
if nm -C "$file" 2>/dev/null | grep -E 'mfa::(stands\(|WithoutDefences)' >/dev/null ||
  grep -qa 'EnrolledContactDecides' "$file"; then
  found=present
else
  found=absent
fi
printf '%s: the switches of the attack suite are %s\n' "$file" "$found"
[[ $found == "$expected" ]]
