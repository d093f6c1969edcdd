#!/usr/bin/env bash
# When does the queue of the original design die? Runs scenarios/dead-for-good.yaml with many seeds at each rate and
# prints the median time until 99 jobs are stranded, from which on none is ever published.
#
#   Scripts/dead-for-good.sh [--seeds N] [RATE...]    1,000 seeds at 5, 6 and 10 questions a second unless told
#   Scripts/dead-for-good.sh --days 30 2.5            one seed over so many days: when, if at all
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
seeds=1000
days=
while [[ "${1:-}" == --* ]]; do
  case "$1" in
    --seeds) seeds="$2" ;;
    --days) days="$2" ;;
    *) echo "unknown option $1" >&2; exit 64 ;;
  esac
  shift 2
done
[ $# -gt 0 ] || set -- 5 6 10

build_product
scenario=scenarios/dead-for-good.yaml
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT

# The time of death of one run in seconds, or `never`: `death SEED RATE DURATION`.
death() {
  "$peakload" run "$scenario" --seed "$1" --set "arrivals.poisson.rate=$2/s" --duration "$3" --quiet \
    --out "$reports/$2-$1" >/dev/null
  local at
  at="$(sed -n '/"sortedSet"/,/}/s/.*"closedForGoodNanoseconds": \([0-9]*\).*/\1/p' "$reports/$2-$1/report.json" | tail -1)"
  rm -rf "$reports/$2-$1"
  if [ -n "$at" ]; then awk -v at="$at" 'BEGIN { printf "%.3f\n", at / 1e9 }'; else echo never; fi
}
export -f death
export peakload scenario reports

for rate in "$@"; do
  if [ -n "$days" ]; then
    echo "$rate/s over $days days: dead for good at $(death 1 "$rate" "${days}d") s"
    continue
  fi
  # Twenty times the median of 5/s is longer than nearly all of them live; at lower rates they live much longer.
  duration="$(awk -v r="$rate" 'BEGIN { print (r >= 5 ? "30m" : r >= 4.5 ? "2h" : "12h") }')"
  seq 1 "$seeds" | xargs -P "$(nproc)" -I SEED bash -c "death SEED $rate $duration" | sort -n \
    | awk -v rate="$rate" '
        { if ($1 == "never") never++; else times[++dead] = $1 }
        END {
          count = dead + never
          middle = int((count + 1) / 2)
          # The order statistics that hold the median in 95 of 100 samples.
          half = int(0.98 * sqrt(count)) + 1
          printf "%s/s: median %.1f s of %d seeds (95 %%: %.1f to %.1f s), %d never died\n",
            rate, times[middle], count, times[middle - half], times[middle + half], never
        }'
done
