#!/bin/sh
# The same two systems in SimPy and Ciw: do they agree with the program, and how fast is each?
set -eu
cd "$(dirname "$0")/.."
environment=.build/peers
if [ ! -x "$environment/bin/python3" ]; then
  python3 -m venv "$environment"
fi
"$environment/bin/pip" install --quiet --disable-pip-version-check -r Benchmarks/Peers/requirements.txt
Scripts/build-release.sh >&2
"$environment/bin/python3" Benchmarks/Peers/compare.py .build/release/peakload
