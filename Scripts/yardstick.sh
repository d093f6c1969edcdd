#!/usr/bin/env bash
# Compares the kernel with the C++ reference on workload c, in turn in one run, five times.
#
#   Scripts/yardstick.sh [USERS]      USERS defaults to 100000; 1000000 takes about two minutes
#
# Prints each pair of CPU nanoseconds an event; the last line is the median of their ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
users="${1:-100000}"

build_reference
swift build -c release --package-path Benchmarks --product KernelYardstick
kernel="$(swift build -c release --package-path Benchmarks --show-bin-path)/KernelYardstick"

ratios=()
for round in 1 2 3 4 5; do
  reference_ns="$(field ns_per_event "$("$reference" ladder c "$users" 1 1)")"
  ours_ns="$(field ns_per_event "$("$kernel" c "$users")")"
  ratio="$(quotient "$ours_ns" "$reference_ns")"
  ratios+=("$ratio")
  printf 'run %d: reference %6.2f ns/event, kernel %6.2f ns/event, ratio %s\n' \
    "$round" "$reference_ns" "$ours_ns" "$ratio"
done
echo "ratio: $(median "${ratios[@]}")"
