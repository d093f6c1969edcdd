# Everything a newcomer needs: `make run` replays the exam peak, `make test` runs all tests.

N ?= 100000
SCALE ?= 1

.PHONY: run test lint same-bytes scenarios plans seeds dead-for-good random-runs bench bench-smoke yardstick kernel-check exam-ratio replica-ratio speed-up startup reference claims packages \
  verify coverage peers paired-study size-study profile providers provider-study

run: packages
	@Scripts/build-release.sh
	.build/release/peakload run scenarios/exam-peak-100k.yaml

test: packages lint
	swift test
	swift build -c debug --product peakload
	.build/debug/peakload run scenarios/normal-5k.yaml --users 10000 --duration 2m --no-thresholds --quiet --out reports/debug-10k
	@Scripts/same-bytes.sh
	.build/release/peakload verify --smoke --quiet
	.build/release/peakload verify --truth Tests/VerificationTests/Fixtures/further-systems.json --precision 0.1 --quiet

lint:
	swift format lint --strict --recursive Sources Tests Benchmarks/Benchmarks Benchmarks/Sources Package.swift \
	  Benchmarks/Package.swift

# How often which part of the program runs, written anew for release builds to be made with.
profile: packages
	@Scripts/train-profile.sh

# The same seed: the same bytes, in debug as in release.
same-bytes: packages
	@Scripts/same-bytes.sh

# When the queue of the original design dies: a thousand seeds at 5, 6 and 10 questions a second.
dead-for-good: packages
	@Scripts/dead-for-good.sh

# Every scenario that ships, against what docs/scenarios.md says of its end.
scenarios: packages
	@Scripts/scenarios.sh

# What the exam peak has beyond the design's plans, bought back one at a time: each breaks the hour.
plans: packages
	@Scripts/plans.sh

# Twenty seeds of the exam peak: each passes as it is and fails with a tenth fewer calls.
seeds: packages
	@Scripts/twenty-seeds.sh

# A hundred thousand small scenarios in which everything is drawn; stops at the first seed that breaks something.
random-runs: packages
	@Scripts/random-runs.sh

# A hundred seeds of two systems whose exact answer is known: does `size` land on it, or on a tie with it?
size-study: packages
	@Scripts/size-study.sh

# Fits the recorded runs that the tests keep, and holds the provider that ships against its own.
providers: packages
	@Scripts/providers.sh

# The fit of nine hosted endpoints' times to first token on a hundred random halves of each; ten minutes.
provider-study: packages
	PEAKLOAD_FULL_STUDY=1 swift test --filter HostedEndpointTests

# Runs all benchmarks and writes the tables of docs/performance.md anew.
bench: packages
	@Scripts/bench.sh --page

# Each benchmark that takes no time, once, so that none can rot unseen.
bench-smoke: packages
	@Scripts/bench.sh --once --skip 'kernel-c-100000-.*|kernel-c-memory|scenario-exam-peak-1(00k|M)'

yardstick:
	@Scripts/yardstick.sh $(N)

# Writes reports/reference anew after a change of results that is meant.
reference: packages
	Scripts/reference-reports.sh

# Writes the table of docs/claims.md anew.
claims: packages
	@Scripts/claims-page.sh

# CPU seconds of the exam peak over those of the C++ reference; SCALE=10 for a million people.
exam-ratio: packages
	@Scripts/exam-ratio.sh $(SCALE)

# CPU seconds of the exam hour on replicas that serve by batches over those of the exam hour on drawn times.
replica-ratio: packages
	@Scripts/replica-ratio.sh

# How much faster replications are with two threads than with one.
speed-up: packages
	@Scripts/speed-up.sh

# Milliseconds from the start of `validate` to its first output.
startup: packages
	@Scripts/startup.sh

kernel-check:
	swift run -c release --package-path Benchmarks KernelCheck

# The program against every exact value of the truth file: about a quarter of an hour on two cores.
verify: packages
	@Scripts/build-release.sh
	.build/release/peakload verify

# How often 95 % intervals cover exact values: six systems, a thousand intervals each.
coverage: packages
	@Scripts/build-release.sh
	.build/release/peakload coverage

# The same two systems in SimPy and Ciw, from PyPI: whether they agree, and how fast each is.
peers: packages
	@Scripts/peers.sh

# 400 workers against 405 on the same people: how many replications the pairs save.
paired-study: packages
	@Scripts/build-release.sh
	.build/release/peakload compare Studies/two-classes.yaml --vary system.workers.slots=400,405 --replications 30

# Debian packages that a Swift toolchain needs to build: installed where missing.
packages:
	@Scripts/install-packages.sh
