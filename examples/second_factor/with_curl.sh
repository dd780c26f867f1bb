#!/usr/bin/env bash
# The second-factor guide with curl, against an mfa-server that knows no user yet. README.md shows these lines.
#
#   examples/second_factor/with_curl.sh [ADDRESS]
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# [address]
api=http://localhost:3567
json='content-type: application/json'
token() { sed -n 's/^st-access-token: *//Ip' headers | tr -d '\r'; }
# [address]
api=${1:-$api}

# [sign-up]
curl -sw '\n' -D headers "$api/auth/signup" -H "$json" -d '{"formFields":[
  {"id":"email","value":"ada@example.com"},{"id":"password","value":"correct horse 7"}]}'
# [sign-up]

# [first-factor-only]
curl -sw '\n' "$api/api/secret" -H "authorization: Bearer $(token)"
# [first-factor-only]

# [ask]
device=$(curl -s "$api/auth/signinup/code" -H "authorization: Bearer $(token)" -H "$json" \
  -d '{"phoneNumber":"+12015550123"}')
echo "$device"
# [ask]

# [outbox]
code=$(curl -s "$api/dev/outbox.json" | grep -o '"userInputCode":"[0-9]*"' | head -n 1 | grep -o '[0-9]*')
# [outbox]

# [consume]
curl -sw '\n' -D headers "$api/auth/signinup/code/consume" -H "authorization: Bearer $(token)" -H "$json" \
  -d "{\"userInputCode\":\"$code\",${device#\{}"
# [consume]

# [secret]
curl -sw '\n' "$api/api/secret" -H "authorization: Bearer $(token)"
# [secret]
