#!/usr/bin/env bash
# Sizes two systems whose answer is known exactly, M/M/c and Erlang A, with a hundred seeds each: how often `peakload size`
# lands on it or prints a tie with it.
#
#   Scripts/size-study.sh [LAST]    seeds 1 to LAST, 100 unless told; as many at a time as there are processors
#
# Prints for each system how many seeds were right, how many of them without a tie, and how wide the ties were; exit 1
# if fewer than 95 of 100 are right. Results go to a temporary directory that is removed.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
last="${1:-100}"

build_product
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT

# The least number of servers for which M/M/c waits less than 100 ms (Erlang's C formula) and for which less than 2 % give
# up in Erlang A: 20 arrivals a second, one second of service, two seconds of patience.
exact() {
  awk -v name="$1" 'BEGIN {
    for (servers = name == "mmc" ? 21 : 1; ; servers++) {
      if (name == "mmc") {
        blocked = 1
        for (n = 1; n <= servers; n++) blocked = 20 * blocked / (n + 20 * blocked)
        waits = blocked / (1 - 20 / servers * (1 - blocked))
        if (waits / (servers - 20) < 0.1) break
      } else {
        weight = total = 1; lost = 0
        for (n = 1; n <= 2000; n++) {
          over = n > servers ? n - servers : 0
          weight *= 20 / ((n < servers ? n : servers) + over / 2)
          total += weight; lost += weight * over / 2
        }
        if (lost / total / 20 < 0.02) break
      }
    }
    print servers
  }'
}

# Sizes a system with a seed, one thread each: `size SYSTEM SEED`.
size() {
  "$peakload" size "Scripts/size-study/$1.yaml" --tune system.workers.slots=10..200 --seed "$2" --threads 1 --quiet \
    --out "$results/$1-$2" >"$results/$1-$2.output" 2>&1 || true
}

# A field of the interval of a result, `ends SYSTEM SEED`: both ends of it.
ends() {
  sed -n '/"interval": \[/,/\]/p' "$results/$1-$2/size.json" | grep -oE '"number": [0-9.]+' | sed 's/.* //' | tr '\n' ' '
}

export -f size
export peakload results
wrong=0
for system in mmc erlang-a; do
  started=$SECONDS
  seq "$last" | xargs -P "$(nproc)" -I{} bash -c "size $system {}"
  answer="$(exact "$system")"
  for seed in $(seq "$last"); do echo "$(ends "$system" "$seed")"; done | awk -v exact="$answer" -v name="$system" \
    -v last="$last" -v seconds="$((SECONDS - started))" '
      NF == 2 { answers++; width += $2 - $1 + 1; if ($2 - $1 > most) most = $2 - $1 }
      NF == 2 && $1 <= exact && exact <= $2 { right++; if ($1 == $2) alone++ }
      END {
        printf "%s: exact %d; %d of %d seeds right, %d of them alone, the others tied with it; ", name, exact, right,
          last, alone
        printf "%.1f values on average, at most %d (%d s)\n", answers ? width / answers : 0, most + 1, seconds
        exit right * 100 >= 95 * last ? 0 : 1
      }' || wrong=1
done
[ "$wrong" = 0 ]
