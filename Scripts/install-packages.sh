#!/usr/bin/env bash
# Installs the Debian packages that building needs and that are missing, with sudo where not root; without
# either it prints the command.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/installing.sh

command -v swift >/dev/null || {
  echo "no Swift toolchain found: install Swift 6.2 or later from https://www.swift.org/install/linux/" >&2
  exit 1
}
command -v dpkg-query >/dev/null || exit 0

missing=()
for package in git make gcc libc6-dev libstdc++-12-dev tzdata; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
# The exact version of the C++ headers does not matter as long as there are some.
if ls -d /usr/include/c++/* >/dev/null 2>&1; then missing=("${missing[@]/libstdc++-12-dev/}"); fi
missing=($(printf '%s\n' "${missing[@]:-}" | sed '/^$/d'))
[ "${#missing[@]}" -eq 0 ] && exit 0
install_packages "${missing[@]}"
