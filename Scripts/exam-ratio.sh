#!/usr/bin/env bash
# Compares the exam peak, from the start of the program to its written report, with the C++ reference's workload c
# over as many people, in turn in one run.
#
#   Scripts/exam-ratio.sh [SCALE [ROUNDS]]     SCALE defaults to 1: 100,000 people, five rounds;
#                                              with 10 it is a million, and three rounds
#
# Prints each pair: CPU seconds of the whole process, user and system, and its resident peak in megabytes. The last
# line is the median of the ratios of CPU seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
scale="${1:-1}"
rounds="${2:-$([ "$scale" = 1 ] && echo 5 || echo 3)}"
scenario=scenarios/exam-peak-100k.yaml
people="$(sed -n 's/^  people: *\([0-9_]*\).*/\1/p' "$scenario" | tr -d _)"
people="$(awk -v people="$people" -v scale="$scale" 'BEGIN { printf "%d", people * scale }')"

build_reference
build_product
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT

ratios=()
for round in $(seq "$rounds"); do
  measure "$reference" ladder c "$people" 1 1
  reference_seconds="$cpu_seconds" reference_megabytes="$peak_megabytes"
  measure "$peakload" run "$scenario" --scale "$scale" --quiet --out "$reports"
  ratio="$(quotient "$cpu_seconds" "$reference_seconds")"
  ratios+=("$ratio")
  printf 'round %d, %d people: reference %.2f s CPU, %.0f MB; exam peak %.2f s CPU, %.0f MB; ratio %s\n' \
    "$round" "$people" "$reference_seconds" "$reference_megabytes" "$cpu_seconds" "$peak_megabytes" "$ratio"
done
echo "ratio: $(median "${ratios[@]}")"
