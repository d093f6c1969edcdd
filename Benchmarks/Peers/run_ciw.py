"""The two systems in Ciw, as networks of one node and of two."""

import ciw

import systems


def priority(seed, customers):
    """Mean wait of each class over about `customers` arrivals, of which the first tenth is left out."""
    ciw.seed(seed)
    seconds = customers / sum(systems.RATES)
    service = ciw.dists.Exponential(rate=systems.SERVICE_RATE)
    network = ciw.create_network(
        arrival_distributions={
            "First": [ciw.dists.Exponential(rate=systems.RATES[0])],
            "Second": [ciw.dists.Exponential(rate=systems.RATES[1])],
        },
        service_distributions={"First": [service], "Second": [service]},
        priority_classes={"First": 0, "Second": 1},
        number_of_servers=[systems.SERVERS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(seconds)
    records = simulation.get_all_records()
    means = []
    for kind in ("First", "Second"):
        waits = [r.waiting_time for r in records if r.customer_class == kind and r.arrival_date >= seconds / 10]
        means.append(sum(waits) / len(waits))
    return means, len(records)


def closed(seed, seconds):
    """Mean wait of the closed population: everybody arrives at a node of thinking at the start, and never leaves."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([0.0, float("inf")]), None],
        batching_distributions=[ciw.dists.Deterministic(systems.PEOPLE), ciw.dists.Deterministic(1)],
        service_distributions=[
            ciw.dists.Exponential(rate=1 / systems.THINK),
            ciw.dists.Exponential(rate=1 / systems.CLOSED_SERVICE),
        ],
        number_of_servers=[float("inf"), systems.CLOSED_SERVERS],
        routing=[[0.0, 1.0], [1.0, 0.0]],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(seconds)
    records = [r for r in simulation.get_all_records() if r.node == 2]
    waits = [r.waiting_time for r in records if r.arrival_date >= seconds / 10]
    return [sum(waits) / len(waits)], len(records)
