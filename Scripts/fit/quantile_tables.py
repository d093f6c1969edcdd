"""Derives the quantile tables of gaps, turns and tokens from RAGPulse and writes them as Swift.

    python3 Scripts/fit/quantile_tables.py DATA_FOLDER > Sources/Scenario/QuantileTables+RAGPulse.swift

DATA_FOLDER is the folder `data/` of a clone of flashserve/RAGPulse. The errors of the tables against the data
go to standard error. Needs numpy.
"""

import sys

import numpy as np

import ragpulse

# Dense where the quantile function bends: at both ends, and ever denser towards the upper one.
PROBABILITIES = np.unique(
    np.round(
        np.r_[
            [0, 0.001, 0.0025, 0.005, 0.0075],
            np.arange(0.01, 0.05, 0.01),
            np.arange(0.05, 0.90, 0.025),
            np.arange(0.90, 0.98, 0.0025),
            np.arange(0.98, 0.998, 0.0005),
            np.arange(0.998, 1.00001, 0.00025),
        ],
        6,
    )
)
CHECKED = [0.5, 0.9, 0.95, 0.99]


def linear(data):
    """The empirical quantiles at PROBABILITIES, and at each end the extreme."""
    return list(PROBABILITIES), list(np.quantile(data, PROBABILITIES))


def steps(data):
    """A table whose interpolated value, rounded down, has exactly the data's shares.

    Between the cumulative shares of k - 1 and k the value climbs from k to k + 1. Values that never occur are
    jumped over within 1e-9.
    """
    count = np.bincount(data)
    values = np.flatnonzero(count)
    cumulative = np.cumsum(count[values]) / len(data)
    probabilities, knots = [0.0], [float(values[0])]
    for index, value in enumerate(values):
        probabilities.append(cumulative[index])
        knots.append(value + 1.0)
        if index + 1 < len(values) and values[index + 1] > value + 1:
            probabilities.append(cumulative[index] + 1e-9)
            knots.append(float(values[index + 1]))
    probabilities[-1] = 1.0
    return probabilities, knots


def report(name, data, table, whole):
    """Prints mean and percentiles of the table beside the data's."""
    probabilities, values = map(np.array, table)
    if whole:
        u = (np.arange(2_000_000) + 0.5) / 2_000_000
        drawn = np.floor(np.interp(u, probabilities, values))
        mean, quantiles = drawn.mean(), np.quantile(drawn, CHECKED)
    else:
        mean = ((values[1:] + values[:-1]) / 2 * np.diff(probabilities)).sum()
        quantiles = np.interp(CHECKED, probabilities, values)
    truth = np.r_[data.mean(), np.quantile(data, CHECKED)]
    ours = np.r_[mean, quantiles]
    print(f"{name}: n {len(data)}, {len(values)} points; mean, p50, p90, p95, p99", file=sys.stderr)
    print("   data ", truth.round(3), file=sys.stderr)
    print("   table", ours.round(3), "errors %", ((ours / truth - 1) * 100).round(3), file=sys.stderr)


def swift_numbers(numbers, indent):
    """The numbers as lines of Swift, eight a line."""
    texts = [f"{number:.10g}" for number in numbers]
    lines = [", ".join(texts[start : start + 8]) + "," for start in range(0, len(texts), 8)]
    return "\n".join(" " * indent + line for line in lines)


def swift_table(constant, name, what, table, whole):
    probabilities, values = table
    return f"""  /// {what}
  static let {constant} = QuantileTable(
    name: "{name}",
    probabilities: [
{swift_numbers(probabilities, 6)}
    ],
    values: [
{swift_numbers(values, 6)}
    ],
    isCount: {"true" if whole else "false"}, source: ragpulseSource, licence: ragpulseLicence,
    commit: ragpulseCommit)
"""


def main():
    trace = ragpulse.Trace(sys.argv[1])
    previous, gaps = {}, []
    for session, second in zip(trace.session, trace.second):
        if session in previous:
            gaps.append(second - previous[session])
        previous[session] = second
    gaps = np.array(gaps)
    # Two posts within one second are a double click or a resend, which the scenario models apart; a pause of
    # half an hour or more is a person who left and came back.
    gaps = gaps[(gaps > 0) & (gaps < 1800)]
    turns = trace.session_lengths
    prompts = trace.input_tokens[trace.turn == 1]
    answers = trace.output_tokens

    tables = [
        ("ragpulseGap", "ragpulse-gap", gaps, False,
         f"Seconds from one send to the next within a session, up to 30 minutes (n = {len(gaps):,})."),
        ("ragpulseTurns", "ragpulse-turns", turns, True,
         f"Questions in a session, rounded down from the interpolated value (n = {len(turns):,})."),
        ("ragpulsePromptTokens", "ragpulse-prompt-tokens", prompts, False,
         f"Tokens of a first turn's prompt, with system prompt and passages (n = {len(prompts):,})."),
        ("ragpulseAnswerTokens", "ragpulse-answer-tokens", answers, False,
         f"Tokens of an answer, over all turns (n = {len(answers):,})."),
    ]
    body = []
    for constant, name, data, whole, what in tables:
        table = steps(data) if whole else linear(data)
        report(name, data, table, whole)
        body.append(swift_table(constant, name, what, table, whole))

    # By turn; the last entry is for that turn and all later ones, too few to tell apart.
    last = 7
    groups = [trace.turn == turn for turn in range(1, last)] + [trace.turn >= last]
    first = np.median(trace.history_tokens[groups[0]])
    history = [float(np.median(trace.history_tokens[group]) - first) for group in groups]
    factor = [float(answers[group].mean() / answers.mean()) for group in groups]
    share = np.array([group.mean() for group in groups])
    print("growth: history", history, "factor", np.round(factor, 4), file=sys.stderr)
    modelled = prompts.mean() + (share * history).sum()
    print("growth: mean prompt of all turns", modelled, "data", trace.input_tokens.mean(), file=sys.stderr)
    probabilities, values = map(np.array, linear(answers))
    u = (np.arange(200_000) + 0.5) / 200_000
    base = np.interp(u, probabilities, values)
    drawn = np.concatenate([base * f for f in factor])
    weight = np.repeat(share, len(base)) / len(base)
    order = np.argsort(drawn)
    cumulative = np.cumsum(weight[order])
    mixed = [drawn[order][np.searchsorted(cumulative, p)] for p in CHECKED]
    print("growth: answers with factors, mean", (drawn * weight).sum(), mixed, "data", answers.mean(),
          np.quantile(answers, CHECKED), file=sys.stderr)

    print(f"""// The quantiles of one university's week of questions, as numbers. Written by
// `Scripts/fit/quantile_tables.py`; apart from the type so that regenerating them touches nothing else.

private let ragpulseSource = "{ragpulse.SOURCE}"
private let ragpulseLicence = "{ragpulse.LICENCE}"
private let ragpulseCommit = "{ragpulse.COMMIT}"

extension QuantileTables {{
""" + "\n".join(body) + f"""}}

extension ConversationGrowth {{
  /// RAGPulse, turns 1 to {last}; the last entry is turn {last} and later (n = {int(groups[-1].sum())}).
  public static let ragpulse = ConversationGrowth(
    historyTokens: [{", ".join(f"{value:.0f}" for value in history)}],
    answerFactors: [{", ".join(f"{value:.4f}" for value in factor)}],
    source: ragpulseSource, licence: ragpulseLicence, commit: ragpulseCommit)
}}""")


if __name__ == "__main__":
    main()
