#!/usr/bin/env bash
# Writes the table in docs/claims.md anew: what `peakload claims` prints for the shipped scenarios.
set -euo pipefail
cd "$(dirname "$0")/.."

Scripts/build-release.sh
table=$(mktemp)
trap 'rm -f "$table"' EXIT
NO_COLOR=1 .build/release/peakload claims --quiet >"$table"
page=docs/claims.md
{
  sed '/^<!-- table -->$/q' "$page"
  echo '```text'
  cat "$table"
  echo '```'
  sed -n '/^<!-- end of table -->$/,$p' "$page"
} >"$page.new"
mv "$page.new" "$page"
