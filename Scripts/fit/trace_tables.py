"""Writes recorded workloads as compact tables: only the columns that a replay needs.

    python3 Scripts/fit/trace_tables.py ragpulse DATA_FOLDER > scenarios/traces/ragpulse-week.csv
    python3 Scripts/fit/trace_tables.py azure FILE.csv > scenarios/traces/azure-2023-conversation.csv

DATA_FOLDER is the folder `data/` of a clone of flashserve/RAGPulse; FILE.csv is
`data/AzureLLMInferenceTrace_conv.csv` of a clone of Azure/AzurePublicDataset. Needs numpy.

Texts, passages and hashes are left out. Sessions, questions and histories are numbered in order of first
appearance: equal numbers are equal in the source. Times are the source's own, from its first request on.
"""

import csv
import sys
from datetime import datetime


def write_ragpulse(folder):
    import ragpulse

    trace = ragpulse.Trace(folder)
    print("second,promptTokens,answerTokens,session,question,history")
    begin = trace.second[0]
    columns = (trace.second - begin, trace.input_tokens, trace.output_tokens, trace.session, trace.question, trace.history)
    for row in zip(*columns):
        print(",".join(map(str, row)))


def write_azure(path):
    def tenths_of_microseconds(text):
        whole, _, fraction = text.partition(".")
        second = int((datetime.fromisoformat(whole) - datetime(1970, 1, 1)).total_seconds())
        return second * 10**7 + int(fraction.ljust(7, "0"))

    with open(path, newline="") as file:
        rows = sorted(
            (tenths_of_microseconds(row["TIMESTAMP"]), number, row["ContextTokens"], row["GeneratedTokens"])
            for number, row in enumerate(csv.DictReader(file))
        )
    print("second,promptTokens,answerTokens")
    for time, _, prompt, answer in rows:
        second, rest = divmod(time - rows[0][0], 10**7)
        fraction = f".{rest:07d}".rstrip("0").rstrip(".")
        print(f"{second}{fraction},{prompt},{answer}")


if __name__ == "__main__":
    {"ragpulse": write_ragpulse, "azure": write_azure}[sys.argv[1]](sys.argv[2])
