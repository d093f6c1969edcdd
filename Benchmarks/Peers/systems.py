"""The two systems that the program and its peers are asked for, with their exact values."""

import math

SERVERS = 400
RATES = (38.0, 342.0)  # arrivals a second, the first class served first
SERVICE_RATE = 1.0
PEOPLE, CLOSED_SERVERS, THINK, CLOSED_SERVICE = 1000, 70, 60.0, 4.0


def erlang_c(servers, load):
    """Probability of waiting in M/M/c with `load` = lam / mu, by the recursion of Erlang B."""
    block = 1.0
    for k in range(1, servers + 1):
        block = load * block / (k + load * block)
    return servers * block / (servers - load * (1 - block))


def priority_waits():
    """Mean wait of each class of the priority queue (Cobham)."""
    load = sum(RATES) / SERVICE_RATE
    first = RATES[0] / (SERVERS * SERVICE_RATE)
    both = load / SERVERS
    rest = erlang_c(SERVERS, load) / (SERVERS * SERVICE_RATE)
    return rest / (1 - first), rest / ((1 - first) * (1 - both))


def closed_wait():
    """Mean wait of the closed population, by its birth and death probabilities with log weights."""
    logs = [0.0]
    for n in range(1, PEOPLE + 1):
        rate = (PEOPLE - n + 1) / THINK / (min(n, CLOSED_SERVERS) / CLOSED_SERVICE)
        logs.append(logs[-1] + math.log(rate))
    most = max(logs)
    weights = [math.exp(value - most) for value in logs]
    total = sum(weights)
    waiting = sum(max(0, n - CLOSED_SERVERS) * weight for n, weight in enumerate(weights)) / total
    throughput = sum(min(n, CLOSED_SERVERS) / CLOSED_SERVICE * weight for n, weight in enumerate(weights)) / total
    return waiting / throughput
