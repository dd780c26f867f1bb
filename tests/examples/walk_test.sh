#!/usr/bin/env bash
# Runs the curl walk of README.md against a server of its own: walk_test.sh MFA_SERVER
set -euo pipefail
walk=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/examples/second_factor/with_curl.sh
scratch=$(mktemp -d)
"$1" --listen 127.0.0.1:0 --storage sqlite::memory: >"$scratch/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" || true; rm -rf "$scratch"' EXIT

# The server says where it listens as soon as it does.
until port=$(sed -nE 's/^mfa-server listens on .*:([0-9]+);.*/\1/p' "$scratch/server.log") && [[ -n $port ]]; do
  kill -0 "$server" || { cat "$scratch/server.log" >&2; exit 1; }
  sleep 0.05
done

"$walk" "http://localhost:$port" | tee "$scratch/answers"
[[ $(grep -c '"status":"OK"' "$scratch/answers") == 3 ]]
sed -n 2p "$scratch/answers" | grep -q '"claimValidationErrors":\[{"id":"2fa-completed"'
tail -n 1 "$scratch/answers" | grep -q '"secret":"Only a password and a code from your phone lead here."'
