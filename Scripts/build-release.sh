#!/usr/bin/env bash
# Builds a product for use, the program unless told otherwise: `Scripts/build-release.sh [PRODUCT]`.
#
# With optimisation across modules, because the rules are a module of their own and a run calls them some hundred million
# times, and without the checks of exclusive access at run time, which debug builds and the tests make. `swift build -c
# release` alone gives the same results, some per cent slower.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product "${1:-peakload}" -Xswiftc -cross-module-optimization \
  -Xswiftc -enforce-exclusivity=unchecked
