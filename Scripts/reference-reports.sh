#!/usr/bin/env bash
# Writes the reference reports anew: what the shipped scenarios say with their own seeds. A test compares the small
# one with a run; a difference in review shows what a change does to the results.
set -euo pipefail
cd "$(dirname "$0")/.."

Scripts/build-release.sh
for scenario in normal-5k exam-peak-100k; do
  folder="reports/reference/$scenario"
  mkdir -p "$folder"
  NO_COLOR=1 .build/release/peakload run "scenarios/$scenario.yaml" --out "$folder" | sed '/^  repeat /d;/^  report /d' \
    >"$folder/summary.txt"
  rm -f "$folder/wallclock.json"
done
