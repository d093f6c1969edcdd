"""Runs the program and its peers on the same systems and prints whether they agree, and how fast each is.

    compare.py PROGRAM

Every replication of a peer has its own seed. A customer is one arrival or one question; the speed is customers a
second of CPU time, replications one after the other on one core.
"""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import run_ciw
import run_simpy
import systems
from scipy import stats

HERE = pathlib.Path(__file__).parent
REPLICATIONS = 6
CUSTOMERS = 100_000
SECONDS = 3_000.0


def interval(values):
    """Mean and half-width of the 95 % interval."""
    count = len(values)
    mean = sum(values) / count
    spread = (sum((value - mean) ** 2 for value in values) / (count - 1)) ** 0.5
    return mean, stats.t.ppf(0.975, count - 1) * spread / count**0.5


def peer(run, size):
    """The intervals of a peer, and its customers a second of CPU time."""
    began = time.process_time()
    results = [run(seed, size) for seed in range(1, REPLICATIONS + 1)]
    spent = time.process_time() - began
    metrics = [interval([means[k] for means, _ in results]) for k in range(len(results[0][0]))]
    return metrics, sum(customers for _, customers in results) / spent


def program(path, model, params, metrics):
    """The intervals of the program, and its customers a second of CPU time."""
    rows = [
        {"id": n, "model": model, "params": params, "metric": metric, "value": value}
        for n, (metric, value) in enumerate(metrics, 1)
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"rows": rows}, file)
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        answer = subprocess.run(
            [path, "verify", "--truth", file.name, "--json", "--quiet", "--threads", "1"],
            stdout=subprocess.PIPE, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if answer.returncode not in (0, 1):
        sys.exit(answer.returncode)
    result = json.loads(answer.stdout)["rows"]
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    customers = sum(row["customersOfAllRuns"] for row in result[:1])
    return [(row["simulated"], row["halfWidth"]) for row in result], customers / spent


def main():
    path = sys.argv[1]
    first, second = systems.priority_waits()
    cases = [
        (
            "M/M/400, two classes",
            ["wait of the first class", "wait of the second class"], [first, second],
            ("M/M/c non-preemptive priority",
             {"c": systems.SERVERS, "mu": systems.SERVICE_RATE, "lams": list(systems.RATES)},
             ["Wq_mean_class1", "Wq_mean_class2"]),
            (run_simpy.priority, run_ciw.priority), CUSTOMERS,
        ),
        (
            "closed, N = 1,000, 70 servers", ["wait"], [systems.closed_wait()],
            ("M/M/c//N (closed, exp think)",
             {"N": systems.PEOPLE, "c": systems.CLOSED_SERVERS, "think_rate": f"1/{systems.THINK:g}",
              "mu": 1 / systems.CLOSED_SERVICE},
             ["Wq_mean"]),
            (run_simpy.closed, run_ciw.closed), SECONDS,
        ),
    ]
    agree = True
    speeds = []
    print(f"{'':32}{'exact':>10}{'peakload':>22}{'SimPy':>22}{'Ciw':>22}")
    for name, labels, exact, (model, params, metrics), runs, size in cases:
        ours, our_speed = program(path, model, params, list(zip(metrics, exact)))
        theirs = [peer(run, size) for run in runs]
        speeds.append((name, our_speed, theirs[0][1], theirs[1][1]))
        print(name)
        for k, label in enumerate(labels):
            cells = [ours[k]] + [metrics[k] for metrics, _ in theirs]
            text = "".join(f"{f'{mean:.5f} ± {half:.5f}':>22}" for mean, half in cells)
            meets = all(abs(mean - ours[k][0]) <= half + ours[k][1] for mean, half in cells[1:])
            agree = agree and meets
            print(f"  {label:30}{exact[k]:10.5f}{text}  {'intervals meet' if meets else 'INTERVALS APART'}")
    print()
    print(f"{'customers a second of CPU time':42}{'peakload':>22}{'SimPy':>22}{'Ciw':>22}")
    for name, ours, simpy_speed, ciw_speed in speeds:
        print(
            f"  {name:40}{ours:>22,.0f}{simpy_speed:>16,.0f} ({ours / simpy_speed:,.0f}×)"
            f"{ciw_speed:>15,.0f} ({ours / ciw_speed:,.0f}×)")
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main()
