# Sourced by tests/run.sh: runs a step, counts what passed and failed in what it printed, and sums up.

logs=$project/build/tests
passed_in_all=0
failed_in_all=0
failed_steps=()

# count_results LOG: prints "PASSED FAILED". Understands CTest around Catch2 and other tests (a test that prints no
# summary counts as one), node:test, and lines "passed: NAME" and "failed: NAME".
count_results() {
  awk '
    match($0, /^[0-9]+: /) { test = $1 + 0 }
    /^[0-9]+: All tests passed \(/ { counted[test] = 1; passed += number_before("test case") }
    /^[0-9]+: test cases: / {
      counted[test] = 1
      passed += number_before("passed")
      failed += failed_cases[test] = number_before("failed")
    }
    /^[0-9]+: No test(s ran| cases matched)/ { counted[test] = 1 }
    /^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
      match($0, /#[0-9]+/); test = substr($0, RSTART + 1, RLENGTH - 1) + 0
      if ($0 ~ / Passed /) { if (!(test in counted)) passed += 1 }
      # Also one that ended badly after a good summary, as sanitizers make it.
      else if (failed_cases[test] + 0 == 0) failed += 1
    }
    /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
    /^(#|ℹ) fail [0-9]+$/ { failed += $3 }
    /^passed: / { passed += 1 }
    /^failed: / { failed += 1 }
    END { print passed + 0, failed + 0 }
    function number_before(word,    words, i, count) {
      count = split($0, words, /[ |(]+/)
      for (i = 2; i <= count; ++i) if (index(words[i] " " words[i + 1], word) == 1) return words[i - 1]
      return 0
    }
  ' "$1"
}

# A step that fails without a test having failed (a build, a check) counts as one failure; one that works without
# having printed results, as one pass.
run_step() {
  local step=$1
  local log=$logs/$step.log status=0 started=$SECONDS passed failed
  mkdir -p "$logs"
  "step_$step" >"$log" 2>&1 || status=$?
  read -r passed failed < <(count_results "$log")
  if ((status != 0 && failed == 0)); then failed=1; fi
  if ((status == 0 && passed == 0 && failed == 0)); then passed=1; fi
  printf '%-10s %5d passed, %d failed  (%d s)\n' "$step" "$passed" "$failed" $((SECONDS - started))
  passed_in_all=$((passed_in_all + passed))
  failed_in_all=$((failed_in_all + failed))
  if ((failed > 0)); then
    failed_steps+=("$step")
    { grep -nE '^failed: |FAILED|error:|\*\*\*Failed|Sanitizer|    <- ' "$log" || tail -n 20 "$log"; } | head -n 40
    printf '%s failed: the whole output is in %s\n' "$step" "$log"
  fi
}

# The last line is the sum, alone.
print_sum() {
  if ((failed_in_all > 0)); then printf '\nfailed: %s\n' "${failed_steps[*]}"; fi
  printf '%d passed, %d failed\n' "$passed_in_all" "$failed_in_all"
  ((failed_in_all == 0))
}
