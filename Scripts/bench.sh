#!/usr/bin/env bash
# Runs the benchmarks; installs what they need.
#
#   Scripts/bench.sh [ARGUMENTS]      of `swift package benchmark`, such as --filter 'kernel-c-.*'
#
# Exit 1 when a benchmark fails or its result is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh

[ -e /usr/include/jemalloc/jemalloc.h ] || install_packages libjemalloc-dev

# The framework ends with 0 even where a benchmark failed or says that its result is wrong: what it prints has to be
# read.
printed="$(mktemp)"
trap 'rm -f "$printed"' EXIT
cd Benchmarks
swift package --allow-writing-to-package-directory benchmark --no-progress "$@" 2>&1 | tee "$printed"
if grep -qE ': wrong result|^Benchmark .* failed with' "$printed"; then
  echo "a benchmark failed or its result is wrong" >&2
  exit 1
fi
