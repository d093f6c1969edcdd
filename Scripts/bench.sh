#!/usr/bin/env bash
# Runs the benchmarks; installs what they need.
#
#   Scripts/bench.sh [ARGUMENTS]          of `swift package benchmark`, such as --filter 'kernel-c-.*'
#   Scripts/bench.sh --once [ARGUMENTS]   one iteration of each, to see that they still run
#
# Exit 1 when a benchmark fails or its result is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh

[ -e /usr/include/jemalloc/jemalloc.h ] || install_packages libjemalloc-dev

mode=all
case "${1:-}" in
  --once)
    shift
    mode=once
    export BENCHMARK_ONCE=1
    ;;
esac

# What is worth reading while it runs: not the figures of a single iteration.
show() { if [ "$mode" = once ]; then cat >/dev/null; else cat; fi; }

# The framework ends with 0 even where a benchmark failed or says that its result is wrong: what it prints has to be
# read.
printed="$(mktemp)"
trap 'rm -f "$printed"' EXIT
status=0
(cd Benchmarks && swift package --allow-writing-to-package-directory benchmark --no-progress "$@") 2>&1 \
  | tee "$printed" | show || status=$?
if [ "$status" != 0 ] || grep -qE ': wrong result|^Benchmark .* failed with' "$printed"; then
  [ "$mode" != once ] || cat "$printed" >&2
  echo "a benchmark failed or its result is wrong" >&2
  exit 1
fi
[ "$mode" != once ] || echo "$(grep -c '^╒' "$printed") benchmarks run, and answer what they must"
