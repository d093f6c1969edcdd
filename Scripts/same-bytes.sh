#!/usr/bin/env bash
# Holds reports of one scenario and seed against each other to the byte: the debug build, the release build twice,
# and the release build on a processor that seems to have neither AVX2 nor FMA, for which libm has other code. Another
# seed must give other bytes.
#
# Prints a SHA-256 sum a run; exit 1 unless the first four are the same and the last report differs in more than the
# seed that it names.
set -euo pipefail
cd "$(dirname "$0")/.."
scenario=scenarios/normal-5k.yaml

# Both spellings of glibc's: with `_Usable` before version 2.33, without it since. Each ignores the other's.
without_vectors="GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX2_Usable,-FMA_Usable"

swift build -c debug --product peakload
Scripts/build-release.sh
debug="$(swift build -c debug --show-bin-path)/peakload"
release="$(swift build -c release --show-bin-path)/peakload"
reports="$(mktemp -d)"
trap 'rm -rf "$reports"' EXIT

# Runs a program, `sum_of NAME SEED COMMAND...`, and prints the sum of its report. Leaves it in $sum, and in $unnamed
# the sum without the seed's name.
sum_of() {
  local name="$1" seed="$2"
  shift 2
  "$@" run "$scenario" --seed "$seed" --quiet --out "$reports" >"$reports/output" 2>&1 || {
    cat "$reports/output" >&2
    echo "failed: $name" >&2
    exit 1
  }
  sum="$(sha256sum <"$reports/report.json" | cut -d ' ' -f 1)"
  printf '%s  %s\n' "$sum" "$name, seed $seed"
  unnamed="$(sed 's/"seed": [0-9]*//' "$reports/report.json" | sha256sum)"
  rm "$reports/report.json"
}

sum_of "debug" 1 "$debug"
first="$sum" first_unnamed="$unnamed" wrong=0
sum_of "release" 1 "$release"
[ "$sum" = "$first" ] || wrong=1
sum_of "release, once more" 1 "$release"
[ "$sum" = "$first" ] || wrong=1
sum_of "release, without AVX2 and FMA" 1 env "$without_vectors" "$release"
[ "$sum" = "$first" ] || wrong=1
sum_of "release" 2 "$release"
[ "$unnamed" != "$first_unnamed" ] || wrong=1
if [ "$wrong" = 0 ]; then echo "same-bytes: as it must be"; else echo "same-bytes: FAILED"; fi
exit "$wrong"
