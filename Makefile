# Everything a newcomer needs: `make run` replays the exam peak, `make test` runs all tests.

N ?= 100000

.PHONY: run test lint bench yardstick kernel-check reference

run: packages
	swift build -c release --product peakload
	.build/release/peakload run scenarios/exam-peak-100k.yaml

test: packages lint
	swift test
	swift build -c debug --product peakload
	.build/debug/peakload run scenarios/normal-5k.yaml --users 10000 --duration 2m --no-thresholds --quiet --out reports/debug-10k

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

bench: packages
	Scripts/bench.sh

yardstick:
	@Scripts/yardstick.sh $(N)

# Writes reports/reference anew after a change of results that is meant.
reference: packages
	Scripts/reference-reports.sh

kernel-check:
	swift run -c release --package-path Benchmarks KernelCheck

# Debian packages that a Swift toolchain needs to build: installed where missing.
packages:
	@Scripts/install-packages.sh

.PHONY: packages
