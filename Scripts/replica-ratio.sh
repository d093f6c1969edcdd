#!/usr/bin/env bash
# Compares the exam hour on replicas that serve by continuous batching with the exam hour on drawn times, in turn in one run.
#
#   Scripts/replica-ratio.sh [ROUNDS]     seven rounds unless told otherwise
#
# Prints each pair: CPU seconds of the whole process, user and system, from the start of the program to its written report. The
# last line is the median of the ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
rounds="${1:-7}"

build_product
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT

ratios=()
for round in $(seq "$rounds"); do
  measure "$peakload" run scenarios/exam-peak-100k.yaml --quiet --out "$reports"
  drawn_seconds="$cpu_seconds"
  measure "$peakload" run scenarios/exam-peak-100k-vllm.yaml --quiet --out "$reports"
  ratio="$(quotient "$cpu_seconds" "$drawn_seconds")"
  ratios+=("$ratio")
  printf 'round %d: times drawn %.2f s CPU; on replicas %.2f s CPU, %.0f MB; ratio %s\n' \
    "$round" "$drawn_seconds" "$cpu_seconds" "$peak_megabytes" "$ratio"
done
echo "ratio: $(median "${ratios[@]}")"
