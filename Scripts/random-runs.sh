#!/usr/bin/env bash
# Runs small scenarios in which everything is drawn (readers that come and go, workers that crash, hang and pause,
# copies of deliveries, errors, outages, quotas) and holds every run against the invariants.
#
#   Scripts/random-runs.sh [LAST]          seeds 1 to LAST, 100,000 unless told
#   Scripts/random-runs.sh FIRST LAST      these seeds
#
# Exit 1 at the first seed that breaks something; prints what it broke and the command that repeats it. This is the
# release build, which recounts everything at the end of a run; `swift test --filter RandomRunTests` runs 1,000 of the
# seeds in a debug build, which checks after each event.
set -euo pipefail
cd "$(dirname "$0")/.."
Scripts/build-release.sh random-runs
"$(swift build -c release --show-bin-path)/random-runs" "$@"
