#!/usr/bin/env bash
# Runs every scenario that ships and holds how it ends against the table of docs/scenarios.md; exit 1 where they differ.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
build_product
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT
differ=0
for file in scenarios/*.yaml; do
  name="$(basename "$file" .yaml)"
  stated="$(sed -n "s/^| \`$name\` |.*| \([0-9]*\) |\$/\1/p" docs/scenarios.md)"
  status=0
  "$peakload" run "$file" --quiet --out "$reports/$name" >/dev/null 2>&1 || status=$?
  printf '%-28s ends with %3d, %s\n' "$name" "$status" "${stated:-nothing} is stated"
  [ "$status" = "$stated" ] || differ=1
done
[ "$differ" = 0 ] && echo "scenarios: all end as stated" || { echo "scenarios: not all end as stated"; exit 1; }
