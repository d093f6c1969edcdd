# What the two scripts that build for use share; sourced from the project's folder.

# Options of every release build. The last: in a profile a private function goes by the name of its object file, without
# the folders that it lies in.
release_options=(
  -Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked
  -Xswiftc -Xllvm -Xswiftc -static-func-strip-dirname-prefix=64
)

# The profile for this compiler and machine. A profile has the format of the compiler that wrote it, so another version
# builds without.
compiler=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+(\.[0-9]+)*).*/\1/p' | head -1)
profile="Scripts/profiles/swift-$compiler-$(uname -m).profdata"
