#!/usr/bin/env bash
# Six attacks on the second factor, by hand: with curl, against a mfa-server of its own. Prints what is sent, what comes
# back and what the outbox shows, and ends with 1 at the first answer that is not the expected one.
#
#   tests/attacks/by_hand.sh build/dev/examples/server/mfa-server
set -euo pipefail

scratch=$(mktemp -d)
outbox=$scratch/outbox
touch "$outbox"
"${1:?which mfa-server?}" --listen 127.0.0.1:0 --storage sqlite::memory: --outbox "$outbox" >"$scratch/log" 2>&1 </dev/null &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" || true; rm -rf "$scratch"' EXIT
until port=$(sed -nE 's/^mfa-server listens on .*:([0-9]+);.*/\1/p' "$scratch/log") && [[ -n $port ]]; do
  kill -0 "$server" || { cat "$scratch/log" >&2; exit 1; }
  sleep 0.05
done
api=http://localhost:$port

# --- What a browser does. Each has a cookie jar of its name.

# The user is the same in every answer, and long.
shortened() { sed -E 's/"user":\{.*\}\]\}/"user":{…}/'; }

# request NAME PATH [BODY] [HEADER...]: as that browser; GET without a body. Sets $status and $answer.
request() {
  local name=$1 path=$2 body=${3:-}
  local -a options=(-s -m 10 -b "$scratch/$name.jar" -c "$scratch/$name.jar" -H 'st-auth-mode: cookie' -H 'fdi-version: 4.1')
  if [[ -n $body ]]; then options+=(--data-raw "$body"); fi
  local -a headers=('content-type: application/json' 'rid: anti-csrf')
  if (($# > 3)); then headers=("${@:4}"); fi
  local header
  for header in "${headers[@]}"; do options+=(-H "$header"); done
  printf '  %-10s > %s %s%s\n' "$name" "$path" "$body" "$(printf ' [%s]' "${@:4}" | sed 's/^ \[\]$//')"
  answer=$(curl "${options[@]}" -w '\n%{http_code}' "$api$path")
  status=${answer##*$'\n'}
  answer=${answer%$'\n'*}
  printf '  %-10s < %s %s\n' '' "$status" "$(shortened <<<"$answer")"
}

# expect STATUS PATTERN: about the last answer.
expect() {
  if [[ $status != "$1" || ! $answer =~ $2 ]]; then
    printf 'expected %s and %s\n' "$1" "$2" >&2
    exit 1
  fi
}

form() { printf '{"formFields":[{"id":"email","value":"%s"},{"id":"password","value":"correct horse 7"}]}' "$1"; }
sign_up() { request "$1" /auth/signup "$(form "$2")"; expect 200 '"status":"OK"'; }
sign_in() { request "$1" /auth/signin "$(form "$2")"; expect 200 '"status":"OK"'; }
ask_for_code() { request "$1" /auth/signinup/code "{\"phoneNumber\":\"$2\"}"; }
field() { sed -nE "s/.*\"$1\":\"([^\"]*)\".*/\1/p" <<<"$answer"; }
# The device of the last answer, as a body begins that uses it.
device() { printf '{"deviceId":"%s","preAuthSessionId":"%s"' "$(field deviceId)" "$(field preAuthSessionId)"; }
type_in() { request "$1" /auth/signinup/code/consume "$2,\"userInputCode\":\"$3\"}"; }
last_code() { grep -F "\"to\":\"$1\"" "$outbox" | tail -n 1 | sed -nE 's/.*"userInputCode":"([0-9]+)".*/\1/p'; }

# outbox_shows COUNT NUMBER: how many messages that number has got, and the last of them.
outbox_shows() {
  local count
  count=$(grep -cF "\"to\":\"$2\"" "$outbox" || true)
  printf '  outbox       %s to %s%s\n' "$count" "$2" "$(grep -F "\"to\":\"$2\"" "$outbox" | tail -n 1 | sed 's/^/: /')"
  [[ $count == "$1" ]] || { printf 'expected %s messages\n' "$1" >&2; exit 1; }
}

wrong_code() { printf '%06d' "$(((10#$(last_code "$1") + 1) % 1000000))"; }
enters() { request "$1" /api/secret; expect 200 '"secret"'; }
is_kept_out() { request "$1" /api/secret; expect 403 '"id":"2fa-completed"'; }
title() { printf '\n%s\n' "$1"; }

ada=ada@example.com adas_phone=+12015550123
mallory=mallory@example.com mallorys_phone=+12015550199

title 'A1: Mallory knows the password of Ada, and spends a code of her own session under one of Ada'
sign_up mallory $mallory
ask_for_code mallory $mallorys_phone
expect 200 '"status":"OK"'
of_mallory=$(device)
outbox_shows 1 $mallorys_phone
sign_up as-ada $ada
type_in as-ada "$of_mallory" "$(last_code $mallorys_phone)"
expect 200 '"status":"RESTART_FLOW_ERROR"'
is_kept_out as-ada
title '    honest: the code serves the session that asked for it'
type_in mallory "$of_mallory" "$(last_code $mallorys_phone)"
expect 200 '"status":"OK"'
enters mallory

title 'A3: a session from before the enrolment, whose token names no phone, enrols another one'
sign_in ada $ada
ask_for_code ada $adas_phone
expect 200 '"status":"OK"'
type_in ada "$(device)" "$(last_code $adas_phone)"
expect 200 '"status":"OK"'
ask_for_code as-ada $mallorys_phone
expect 200 '"status":"OK"'
type_in as-ada "$(device)" "$(last_code $mallorys_phone)"
expect 200 '"status":"RESTART_FLOW_ERROR"'
is_kept_out as-ada
title '    honest: the phone of Ada is enrolled as before, and completes a later session'
sign_in ada-later $ada
ask_for_code ada-later $adas_phone
expect 200 '"status":"OK"'
type_in ada-later "$(device)" "$(last_code $adas_phone)"
expect 200 '"status":"OK"'
enters ada-later

title 'A5: whoever has read the device id of somebody else has the code sent again and again'
bob=bob@example.com bobs_phone=+12015550142
sign_up bob $bob
ask_for_code bob $bobs_phone
expect 200 '"status":"OK"'
of_bob=$(device)
outbox_shows 1 $bobs_phone
request stranger /auth/signinup/code/resend "$of_bob}"
expect 200 '"status":"RESTART_FLOW_ERROR"'
request mallory /auth/signinup/code/resend "$of_bob}"
expect 200 '"status":"RESTART_FLOW_ERROR"'
outbox_shows 1 $bobs_phone
title '    honest: the session that asked for it'
request bob /auth/signinup/code/resend "$of_bob}"
expect 200 '"status":"OK"'
outbox_shows 2 $bobs_phone

title 'A16: five guesses, a new code, five guesses, for ever'
carol=carol@example.com carols_phone=+12015550155
sign_up thief $carol
compared=0
for ((round = 1; round <= 6; ++round)); do
  ask_for_code thief $carols_phone
  if [[ $(field status) != OK ]]; then break; fi
  of_carol=$(device)
  for ((guess = 1; guess <= 5; ++guess)); do
    type_in thief "$of_carol" "$(wrong_code $carols_phone)"
    expect 200 'INCORRECT_USER_INPUT_CODE_ERROR|RESTART_FLOW_ERROR'
    compared=$((compared + 1))
  done
  type_in thief "$of_carol" "$(last_code $carols_phone)" # too late, right as it is
  expect 200 '"status":"RESTART_FLOW_ERROR"'
done
expect 200 '"status":"GENERAL_ERROR","message":"Too many codes were requested'
outbox_shows 3 $carols_phone
printf '  %s guesses were compared before the wait; 25 a day are\n' "$compared"
is_kept_out thief

title 'A18: after each resend one more code is right'
dora=dora@example.com doras_phone=+12015550166
sign_up dora $dora
ask_for_code dora $doras_phone
expect 200 '"status":"OK"'
of_dora=$(device) first=$(last_code $doras_phone)
request dora /auth/signinup/code/resend "$of_dora}"
expect 200 '"status":"OK"'
second=$(last_code $doras_phone)
request dora /auth/signinup/code/resend "$of_dora}"
expect 200 '"status":"OK"'
outbox_shows 3 $doras_phone
type_in dora "$of_dora" "$first"
expect 200 '"status":"INCORRECT_USER_INPUT_CODE_ERROR"'
title '    honest: the message before the last may have come late'
type_in dora "$of_dora" "$second"
expect 200 '"status":"OK"'
enters dora

title 'A36: a page elsewhere spends a code of Mallory with the cookies of Erin'
erin=erin@example.com
sign_in mallory2 $mallory
ask_for_code mallory2 $mallorys_phone
expect 200 '"status":"OK"'
of_mallory=$(device)
code=$(last_code $mallorys_phone)
sign_up erin $erin
spend="$of_mallory,\"userInputCode\":\"$code\"}"
request erin /auth/signinup/code/consume "$spend" 'content-type: text/plain' 'origin: https://evil.example'
expect 403 'origin'
request erin /auth/signinup/code/consume "$spend" 'content-type: text/plain' # a browser that tells no origin
expect 400 'content type'
request erin /auth/signinup/code/consume "$spend" 'content-type: application/json' 'rid: anti-csrf' # not even from the own page
expect 200 '"status":"RESTART_FLOW_ERROR"'
is_kept_out erin
title '    honest: the own page of Mallory'
type_in mallory2 "$of_mallory" "$code"
expect 200 '"status":"OK"'
enters mallory2

printf '\nsix attacks refused, and the honest people beside them served\n'
