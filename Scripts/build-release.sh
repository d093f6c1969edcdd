#!/usr/bin/env bash
# Builds the release program, with optimisation across modules: the rules are a module of their own, and a run calls
# them some hundred million times. `swift build -c release` alone gives the same results, some per cent slower.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product peakload -Xswiftc -cross-module-optimization
