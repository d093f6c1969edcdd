#!/usr/bin/env bash
# Runs the exam peak with twenty seeds as it is, which must pass, and with a tenth fewer calls, which must fail for
# want of capacity: by the wait in the queue or by the time at a level, and by nothing else.
#
#   Scripts/twenty-seeds.sh [LAST]    seeds 1 to LAST, 20 unless told; as many runs at a time as there are processors
#
# Prints a line a seed; exit 1 if any run ends otherwise. Reports go to a temporary directory that is removed.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
last="${1:-20}"
scenario=scenarios/exam-peak-100k.yaml

# What the scenario allows, and nine tenths of it.
concurrency="$(sed -n 's/^  concurrency: *\([0-9_]*\).*/\1/p' "$scenario" | tr -d _)"
[ -n "$concurrency" ] || { echo "no llm.concurrency in $scenario" >&2; exit 1; }
fewer=$((concurrency * 9 / 10))

build_product
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT

# Runs a seed, `run SEED NAME [SETTING]`; leaves the exit status beside the report.
run() {
  local directory="$reports/$1-$2" status=0
  "$peakload" run "$scenario" --seed "$1" ${3:+--set "$3"} --quiet --out "$directory" \
    >"$directory.output" 2>&1 || status=$?
  echo "$status" >"$directory.status"
}

# The thresholds of a report, one a line: passed, observed, selector, condition, separated by tabs.
thresholds() {
  sed -n '/^  "thresholds": \[/,/^  \]/p' "$1" \
    | grep -oE '"(condition|observed|passed|selector)": ("[^"]*"|[^,}]*)' \
    | awk -F'": ' '
        { key = substr($1, 2); value = $2; gsub(/"/, "", value); found[key] = value }
        key == "selector" {
          print found["passed"] "\t" found["observed"] "\t" value "\t" found["condition"]; delete found
        }'
}

# What the first threshold on a metric observed.
observed() { thresholds "$1" | awk -F'\t' -v metric="$2" 'index($3, metric) == 1 { print $2; exit }'; }

# Judges a run, `judge SEED NAME WANTED_STATUS`: prints its wait, its time at simple and its verdict.
judge() {
  local directory="$reports/$1-$2" wanted="$3" status report wait simple verdict others
  status="$(cat "$directory.status")"
  report="$directory/report.json"
  if [ ! -e "$report" ]; then
    printf ' | %8s | %9s | %s' - - "WRONG: exit $status, no report"
    return
  fi
  wait="$(observed "$report" 'queue_wait{role:student}')"
  simple="$(observed "$report" 'time_at_level{level:simple}')"
  case "$status" in
    0) verdict="passed" ;;
    99) verdict="breached: $(thresholds "$report" | awk -F'\t' '
          $1 == "false" { sub(/\{.*/, "", $3); if (!seen[$3]++) printf "%s%s", count++ ? ", " : "", $3 }')" ;;
    *) verdict="exit $status" ;;
  esac
  others="$(thresholds "$report" | awk -F'\t' '
    $1 == "false" && $3 !~ /^(queue_wait|time_at_level)(\{|$)/ { print $3 }')"
  [ "$status" = "$wanted" ] && [ -z "$others" ] || verdict="WRONG: $verdict"
  printf ' | %6.2f s | %7.1f s | %-35s' "$wait" "$simple" "$verdict"
}

export -f run
export peakload scenario reports
started=$SECONDS
for seed in $(seq "$last"); do
  echo "$seed" all
  echo "$seed" fewer "llm.concurrency=$fewer"
done \
  | xargs -P "$(nproc)" -L 1 bash -c 'run "$@"' run

printf '%4s | %8s | %9s | %-35s | %8s | %9s | %-35s\n' seed "wait p95" "at simple" "$concurrency calls" \
  "wait p95" "at simple" "$fewer calls" | sed 's, *$,,'
wrong=0
for seed in $(seq "$last"); do
  line="$(printf '%4s' "$seed")$(judge "$seed" all 0)$(judge "$seed" fewer 99)"
  echo "$line" | sed 's/ *$//'
  case "$line" in *WRONG*) wrong=$((wrong + 1)) ;; esac
done
echo "seeds: $((last - wrong)) of $last pass with $concurrency calls and fail with $fewer" \
  "($((SECONDS - started)) s)"
[ "$wrong" = 0 ]
