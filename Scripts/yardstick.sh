#!/usr/bin/env bash
# Compares the kernel with the C++ reference on workload c, in turn in one run, five times.
#
#   Scripts/yardstick.sh [USERS]      USERS defaults to 100000; 1000000 takes about two minutes
#
# Prints each pair of CPU nanoseconds an event; the last line is the median of their ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
users="${1:-100000}"

if ! command -v g++ >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq g++
  elif command -v sudo >/dev/null; then
    sudo apt-get update -qq && sudo apt-get install -y -qq g++
  else
    echo "g++ is missing; install it with: apt-get install g++" >&2
    exit 1
  fi
fi

mkdir -p Benchmarks/.build
g++ -O3 -march=native -std=c++20 -o Benchmarks/.build/yard Benchmarks/Yardstick/yard.cpp
swift build -c release --package-path Benchmarks --product KernelYardstick
kernel="$(swift build -c release --package-path Benchmarks --show-bin-path)/KernelYardstick"

# The value of a field of the form name=value.
field() { tr ' ' '\n' <<<"$2" | sed -n "s/^$1=//p"; }

ratios=()
for round in 1 2 3 4 5; do
  reference="$(Benchmarks/.build/yard ladder c "$users" 1 1)"
  ours="$("$kernel" c "$users")"
  reference_ns="$(field ns_per_event "$reference")"
  ours_ns="$(field ns_per_event "$ours")"
  ratio="$(awk -v a="$ours_ns" -v b="$reference_ns" 'BEGIN { printf "%.3f", a / b }')"
  ratios+=("$ratio")
  printf 'run %d: reference %6.2f ns/event, kernel %6.2f ns/event, ratio %s\n' \
    "$round" "$reference_ns" "$ours_ns" "$ratio"
done
printf '%s\n' "${ratios[@]}" | sort -n | awk '{ r[NR] = $1 } END { printf "ratio: %.2f\n", r[(NR + 1) / 2] }'
