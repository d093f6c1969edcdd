# What the scripts that measure share: what they need, the two programs they compare, and how a run is measured.
# To be sourced from the project's root.

source Scripts/installing.sh

# Builds the C++ reference; its path is in $reference.
build_reference() {
  command -v g++ >/dev/null || install_packages g++
  reference=Benchmarks/.build/yard
  mkdir -p Benchmarks/.build
  g++ -O3 -march=native -std=c++20 -o "$reference" Benchmarks/Yardstick/yard.cpp
}

# Builds the release product; its path is in $peakload.
build_product() {
  Scripts/build-release.sh
  peakload="$(swift build -c release --show-bin-path)/peakload"
}

# The value of a field of the form name=value: `field NAME LINE`.
field() { tr ' ' '\n' <<<"$2" | sed -n "s/^$1=//p"; }

# The first number by the second, to three decimals.
quotient() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'; }

# The median of the arguments, to two decimals.
median() {
  printf '%s\n' "$@" | sort -n \
    | awk '{ v[NR] = $1 } END { printf "%.2f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# Runs a command to its end and leaves in $cpu_seconds what the whole process took, user and system, and in
# $peak_megabytes the most that it had in memory. What it prints is shown only when it fails.
measure() {
  local kept status=0 times TIMEFORMAT='%3U %3S'
  kept="$(mktemp -d)"
  command -v /usr/bin/time >/dev/null || install_packages time
  times="$({ time /usr/bin/time --quiet -f %M -o "$kept/peak" "$@" >"$kept/output" 2>&1; } 2>&1)" || status=$?
  if [ "$status" != 0 ]; then
    cat "$kept/output" >&2
    echo "exit $status: $*" >&2
    rm -rf "$kept"
    return 1
  fi
  cpu_seconds="$(awk '{ printf "%.3f", $1 + $2 }' <<<"$times")"
  peak_megabytes="$(awk '{ printf "%.1f", $1 * 1024 / 1e6 }' "$kept/peak")"
  rm -rf "$kept"
}
