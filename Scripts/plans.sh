#!/usr/bin/env bash
# Buys back, one at a time, what the exam peak has beyond the design's plans, and looks that the hour then fails for
# that reason; exit 1 where it passes or the summary names another.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
build_product
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT
differ=0

# NAME REASON SETTINGS...: what is bought back, how the summary names it, and how it is said.
buy_back() {
  local name="$1" reason="$2" status=0 setting
  shift 2
  local settings=()
  for setting in "$@"; do settings+=(--set "$setting"); done
  NO_COLOR=1 "$peakload" run scenarios/exam-peak-100k.yaml "${settings[@]}" --out "$reports/$name" \
    >"$reports/$name.txt" 2>/dev/null || status=$?
  printf '%s: exit %d\n  %s\n' "$name" "$status" "$*"
  grep -m 1 -A 1 "^  $reason" "$reports/$name.txt" || true
  grep 'The bottleneck' "$reports/$name.txt" || true
  [ "$status" = 99 ] && grep -q "^  $reason" "$reports/$name.txt" || { echo "  not as it must be"; differ=1; }
}

buy_back 'one database, commands wait' 'Redis commands of each database' plans.redis.databases=1
buy_back 'one database, commands are refused' 'Redis commands of each database' plans.redis.databases=1 \
  plans.redis.beyond=reject
buy_back "the provider's quota" 'calls begun at the language model' \
  'llm.limits=[{type: request, per: minute, value: 30000}]'
buy_back 'tokens of that quota' 'prompt tokens at the language model' \
  'llm.limits=[{type: prompt, per: minute, value: 150000000}]'
buy_back "QStash on its plan" 'QStash deliveries' system.delivery=qstash system.qstash.parallelism=100

NO_COLOR=1 "$peakload" run scenarios/exam-peak-100k.yaml --out "$reports/whole" | sed -n '/LIMITS/,/^$/p'
[ "$differ" = 0 ] && echo "plans: each bought back breaks the hour" || { echo "plans: not as it must be"; exit 1; }
