#!/usr/bin/env bash
# Runs the benchmarks; installs what they need.
#
#   Scripts/bench.sh [ARGUMENTS]          of `swift package benchmark`, such as --filter 'kernel-c-.*'
#   Scripts/bench.sh --page               all of them; writes the tables of docs/performance.md anew, and prints them
#   Scripts/bench.sh --once [ARGUMENTS]   one iteration of each, to see that they still run
#
# Exit 1 when a benchmark fails or its result is wrong, 64 on misuse.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh

[ -e /usr/include/jemalloc/jemalloc.h ] || install_packages libjemalloc-dev

samples=.build/samples
output=()
mode=all
case "${1:-}" in
  --page)
    shift
    [ $# = 0 ] || { echo "--page runs all benchmarks, or the tables would be incomplete" >&2; exit 64; }
    mode=page
    # Whole nanoseconds, each sample by itself: what the tables are made of.
    output=(--format histogramSamples --time-units nanoseconds --path "$samples")
    rm -rf "Benchmarks/$samples"
    mkdir -p "Benchmarks/$samples"
    ;;
  --once)
    shift
    mode=once
    export BENCHMARK_ONCE=1
    ;;
esac

# What is worth reading while it runs: not the figures of a single iteration, nor that each of them has a file.
show() { if [ "$mode" = once ]; then cat >/dev/null; else grep -v '^Writing to' || true; fi; }

# The framework ends with 0 even where a benchmark failed or says that its result is wrong: what it prints has to be
# read.
printed="$(mktemp)"
trap 'rm -f "$printed"' EXIT
status=0
(cd Benchmarks && swift package --allow-writing-to-package-directory benchmark --no-progress "${output[@]}" "$@") 2>&1 \
  | tee "$printed" | show || status=$?
if [ "$status" != 0 ] || grep -qE ': wrong result|^Benchmark .* failed with' "$printed"; then
  [ "$mode" != once ] || cat "$printed" >&2
  echo "a benchmark failed or its result is wrong" >&2
  exit 1
fi
case "$mode" in
  page) python3 Scripts/bench-page.py "Benchmarks/$samples" docs/performance.md ;;
  once) echo "$(grep -c '^╒' "$printed") benchmarks run, and answer what they must" ;;
esac
