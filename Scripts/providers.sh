#!/usr/bin/env bash
# Calibrates the recorded runs that the tests keep, prints how well each fits, and holds the provider that ships against its
# own run, to the byte; exit 1 where it differs. With --write the shipped file is written anew.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/measuring.sh
build_product
shipped=$PWD/scenarios/providers/llama-3.1-8b-rtx-pro-6000.yaml
fresh="$(mktemp -d)"
trap 'rm -rf "$fresh"' EXIT
cd Tests/CalibrationTests/Fixtures/vllm-runs
"$peakload" calibrate rtx4090-llama-3.1-8b --out "$fresh/rtx4090.yaml"
"$peakload" calibrate rtxpro6000-llama-3.1-8b --model meta-llama/llama-3.1-8b-instruct --out "$fresh/shipped.yaml"
if [ "${1:-}" = --write ]; then cp "$fresh/shipped.yaml" "$shipped"; fi
if cmp -s "$fresh/shipped.yaml" "$shipped"; then
  echo "providers: the shipped one is what its run gives, to the byte"
else
  diff "$shipped" "$fresh/shipped.yaml" || true
  echo "providers: the shipped one is not what its run gives; Scripts/providers.sh --write" >&2
  exit 1
fi
