#!/usr/bin/env bash
# Runs the benchmarks; installs what they need.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -e /usr/include/jemalloc/jemalloc.h ]; then
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq libjemalloc-dev
  elif command -v sudo >/dev/null; then
    sudo apt-get update -qq && sudo apt-get install -y -qq libjemalloc-dev
  else
    echo "jemalloc's header is missing; install it with: apt-get install libjemalloc-dev" >&2
    exit 1
  fi
fi

cd Benchmarks
swift package --allow-writing-to-package-directory benchmark --no-progress "$@"
