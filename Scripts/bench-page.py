#!/usr/bin/env python3
"""Writes the tables of benchmarks in a page anew, from the samples that the benchmark tool exported.

    python3 Scripts/bench-page.py SAMPLES PAGE

SAMPLES is a directory of files `RUN.TARGET.BENCHMARK.METRIC.histogram.samples.tsv`: a line with the name of the metric
and the unit, then a value a line. Times are in nanoseconds. What stands in PAGE between the two markers is replaced,
and printed. Run through `make bench`.
"""

import datetime
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import textwrap

BEGIN, END = "<!-- benchmarks: written by make bench -->", "<!-- end of benchmarks -->"
SUFFIX = ".histogram.samples.tsv"
UNITS = {"(K)": 10**3, "(M)": 10**6, "(G)": 10**9}


def read(directory):
    """The median of each metric, by benchmark."""
    benchmarks = {}
    for file in directory.glob("*" + SUFFIX):
        name, metric = file.name.removesuffix(SUFFIX).split(".", 2)[2].rsplit(".", 1)
        head, *lines = file.read_text().split("\n")
        unit = UNITS.get(head.split()[-1], 1)
        benchmarks.setdefault(name, {})[metric] = statistics.median_low(int(line) for line in lines if line) * unit
    return benchmarks


def significant(value, digits=3):
    """Rounded to so many digits, of which the tool keeps three, with separators."""
    if value == 0:
        return "0"
    decimals = digits - 1
    while abs(value) >= 10 ** (digits - decimals) and decimals > 0:
        decimals -= 1
    if decimals == 0:
        magnitude = 10 ** max(0, len(str(int(abs(value)))) - digits)
        return f"{round(value / magnitude) * magnitude:,}"
    return f"{value:,.{decimals}f}"


def duration(nanoseconds, digits=3):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{significant(nanoseconds / size, digits)} {unit}"
    return f"{significant(nanoseconds, digits)} ns"


def cpu(nanoseconds):
    """The kernel counts CPU time in hundredths of a second."""
    return duration(nanoseconds, 2) if nanoseconds else "< 10 ms"


def allocations(count, operations):
    each = count / operations
    return "0" if count == 0 else "< 0.01" if each < 0.01 else f"{each:.2f}".rstrip("0").rstrip(".")


def order(name):
    """Names by their words, with the numbers among them by their size."""
    sizes = {"k": 1e3, "M": 1e6}
    parts = re.split(r"(\d+[kM]?)", name)
    return [
        (0, float(part.rstrip("kM")) * sizes.get(part[-1], 1), "") if part[:1].isdigit() else (1, 0, part)
        for part in parts if part
    ]


def table(header, rows):
    lines = [header, ["---"] * len(header)] + rows
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def rules(benchmarks):
    rows = []
    for name in sorted((name for name in benchmarks if "operations" in benchmarks[name]), key=order):
        metrics = benchmarks[name]
        operations = round(float(f"{metrics['operations']:.3g}"))
        rows.append([
            f"`{name}`", duration(metrics["wallClock"] / operations), allocations(metrics["allocations"], operations),
            f"{operations:,}",
        ])
    return table(["benchmark", "an operation", "allocations", "operations a sample"], rows)


def runs(benchmarks, prefix):
    rows = []
    for name in sorted((name for name in benchmarks if name.startswith(prefix)), key=order):
        metrics = benchmarks[name]
        if "events" not in metrics:
            continue
        events = metrics["events"]
        row = [f"`{name}`"]
        if prefix == "scenario":
            row.append(significant(metrics["people"]))
        row += [
            cpu(metrics["cpuTotal"]), duration(metrics["wallClock"]), significant(events),
            significant(events / metrics["wallClock"] * 1e9),
            f"{significant(metrics['peakMemoryResident'] / 1e6)} MB",
        ]
        rows.append(row)
    header = ["benchmark"] + (["people"] if prefix == "scenario" else [])
    return table(header + ["CPU", "wall time", "events", "events a second", "peak memory"], rows)


def paragraph(text):
    return textwrap.fill(text, 120)


def machine():
    try:
        processor = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)[1]
    except (OSError, TypeError):
        processor = platform.processor() or "an unnamed processor"
    printed = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    swift = re.search(r"Swift version (\S+)", printed)[1]
    return f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Swift {swift}"


def main(samples, page):
    benchmarks = read(pathlib.Path(samples))
    if not benchmarks:
        sys.exit(f"no samples in {samples}")
    allocated = next(iter(benchmarks["kernel-c-memory"].values()))
    text = "\n\n".join([
        BEGIN,
        paragraph(f"Medians, {machine()}, {datetime.date.today().isoformat()}. Rules, each sample so many operations "
                  "one after the other:"),
        rules(benchmarks),
        paragraph("Whole scenarios, from the file's bytes to the report's, with jemalloc:"),
        runs(benchmarks, "scenario"),
        paragraph("The kernel's workloads; the last, once its population is up, allocates "
                  f"{allocated / 1e6:.3g} bytes an event:"),
        runs(benchmarks, "kernel"),
        END,
    ])
    page = pathlib.Path(page)
    before, rest = page.read_text().split(BEGIN)
    page.write_text(before + text + rest.split(END)[1])
    print(text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
