#!/usr/bin/env bash
# How much faster replications are on two cores than on one: the same replications with one thread and with two, in
# turn. The two reports must be the same bytes.
#
#   Scripts/speed-up.sh [ROUNDS]     three rounds unless told otherwise
#
# Prints each pair: seconds that passed and CPU seconds. The last line of each scenario is the median of the ratios
# of the seconds that passed. On a machine that is busy with something else it says little.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
rounds="${1:-3}"

build_product
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT

# Seconds and CPU seconds of replications with so many threads: `timed THREADS ARGUMENTS…`.
timed() {
  local threads="$1"
  shift
  "$peakload" run "$@" --threads "$threads" --no-thresholds --quiet --out "$reports/$threads" >/dev/null
  seconds="$(sed -n 's/.*"wallSeconds": \([0-9.]*\).*/\1/p' "$reports/$threads/wallclock.json")"
  cpu_seconds="$(sed -n 's/.*"cpuSeconds": \([0-9.]*\).*/\1/p' "$reports/$threads/wallclock.json")"
}

compare() {
  local name="$1"
  shift
  local ratios=()
  for round in $(seq "$rounds"); do
    timed 1 "$@"
    local one="$seconds" one_cpu="$cpu_seconds"
    timed 2 "$@"
    cmp "$reports/1/report.json" "$reports/2/report.json"
    ratio="$(quotient "$one" "$seconds")"
    ratios+=("$ratio")
    printf '%s, round %d: %.2f s (%.2f s CPU) with one thread, %.2f s (%.2f s CPU) with two; ratio %s\n' \
      "$name" "$round" "$one" "$one_cpu" "$seconds" "$cpu_seconds" "$ratio"
  done
  echo "$name: $(median "${ratios[@]}")"
}

compare "normal-5k, 20 replications" scenarios/normal-5k.yaml --replications 20
compare "exam peak of 20,000 people, 10 replications" scenarios/exam-peak-100k.yaml --scale 0.2 --replications 10
