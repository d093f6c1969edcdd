#!/usr/bin/env bash
# Builds a product for use, the program unless told otherwise: `Scripts/build-release.sh [PRODUCT]`.
#
# With optimisation across modules, because the rules are a module of their own and a run calls them some hundred million
# times; without the checks of exclusive access at run time, which debug builds and the tests make; and with a profile of
# what runs often (Scripts/train-profile.sh) where there is one for this compiler. `swift build -c release` alone gives the
# same results, slower.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/profile.sh
options=("${release_options[@]}")
if [[ -f $profile ]]; then
  options+=(-Xswiftc -Xfrontend -Xswiftc "-ir-profile-use=$PWD/$profile")
  # The compiler does not see that a profile has changed: it would keep what it made without, or with another.
  products=$(swift build -c release --show-bin-path)
  if ! cmp -s "$profile" "$products/last.profdata"; then
    rm -f "$products"/*.build/*.o
    mkdir -p "$products"
    cp "$profile" "$products/last.profdata"
  fi
fi
swift build -c release --product "${1:-peakload}" "${options[@]}"
