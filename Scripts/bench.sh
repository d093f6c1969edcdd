#!/usr/bin/env bash
# Runs the benchmarks; installs what they need.
#
#   Scripts/bench.sh [ARGUMENTS]      of `swift package benchmark`, such as --filter 'kernel-c-.*'
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh

[ -e /usr/include/jemalloc/jemalloc.h ] || install_packages libjemalloc-dev

cd Benchmarks
swift package --allow-writing-to-package-directory benchmark --no-progress "$@"
