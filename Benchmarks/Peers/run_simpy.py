"""The two systems in SimPy, as its documentation would write them: a process for each customer."""

import random

import simpy

import systems


def priority(seed, customers):
    """Mean wait of each class over `customers` arrivals, of which the first tenth is left out."""
    random.seed(seed)
    env = simpy.Environment()
    servers = simpy.PriorityResource(env, capacity=systems.SERVERS)
    rate = sum(systems.RATES)
    share = systems.RATES[0] / rate
    warm_up = customers / rate / 10
    waits = ([], [])

    def customer(kind):
        arrived = env.now
        with servers.request(priority=kind) as request:
            yield request
            if arrived >= warm_up:
                waits[kind].append(env.now - arrived)
            yield env.timeout(random.expovariate(systems.SERVICE_RATE))

    def source():
        for _ in range(customers):
            yield env.timeout(random.expovariate(rate))
            env.process(customer(0 if random.random() < share else 1))

    env.process(source())
    env.run()
    return [sum(kind) / len(kind) for kind in waits], customers


def closed(seed, seconds):
    """Mean wait of the closed population over so many seconds, of which the first tenth is left out."""
    random.seed(seed)
    env = simpy.Environment()
    servers = simpy.Resource(env, capacity=systems.CLOSED_SERVERS)
    waits = []
    warm_up = seconds / 10
    asked = 0

    def person():
        nonlocal asked
        while True:
            yield env.timeout(random.expovariate(1 / systems.THINK))
            arrived = env.now
            asked += 1
            with servers.request() as request:
                yield request
                if arrived >= warm_up:
                    waits.append(env.now - arrived)
                yield env.timeout(random.expovariate(1 / systems.CLOSED_SERVICE))

    for _ in range(systems.PEOPLE):
        env.process(person())
    env.run(until=seconds)
    return [sum(waits) / len(waits)], asked
