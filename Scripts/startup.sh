#!/usr/bin/env bash
# Measures the time from the start of `peakload validate` to its first line of output, twenty times.
#
# The last line is the median in milliseconds.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh

build_product
milliseconds=()
for _ in $(seq 20); do
  started="${EPOCHREALTIME/[^0-9]/}"
  read -r line < <("$peakload" validate scenarios/exam-peak-100k.yaml)
  ended="${EPOCHREALTIME/[^0-9]/}"
  case "$line" in *": valid:"*) ;; *) echo "not what validate prints: $line" >&2 && exit 1 ;; esac
  milliseconds+=("$(quotient "$((ended - started))" 1000)")
done
printf '%s\n' "${milliseconds[@]}" | sort -n | awk '
  { v[NR] = $1 } END { printf "validate, start to first output: %.2f to %.2f ms in %d starts\n", v[1], v[NR], NR }'
echo "startup: $(median "${milliseconds[@]}") ms"
