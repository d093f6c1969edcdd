"""Measures on RAGPulse what a provider's prompt cache could find, and how often equal questions have other histories.

    python3 Scripts/fit/prompt_cache.py DATA_FOLDER

DATA_FOLDER is the folder `data/` of a clone of flashserve/RAGPulse. Needs numpy.

A prompt is the list of its parts in the order of the file: system prompt, passages, history, web pages, question. A
provider finds the longest beginning that another prompt of the last minutes shared, part by part. Nothing is said of the
blocks in which providers count.
"""

import json
import os
import sys

import ragpulse

PARTS = ["sys_prompt", "passages_ids", "history", "web_search", "user_input"]
FILES = ["1_sys_prompt", "2_passages", "3_history", "5_web_search", "4_user_input"]


def rows(folder, name):
    with open(os.path.join(folder, name + ".jsonl")) as file:
        return [json.loads(line) for line in file if line.strip()]


def main():
    folder = sys.argv[1]
    length = {}
    for name in FILES:
        for row in rows(folder, name):
            key = next(key for key in row if key.endswith("_id"))
            length[row[key]] = row["token_length"]
    requests = sorted(rows(folder, "0_trace"), key=lambda row: int(row["timestamp"]))

    def shared(order, minutes, parts=PARTS, least=0):
        """Share of all input tokens in beginnings, of `least` tokens or more, of prompts of the last minutes."""
        seen, found, total = {}, 0, 0
        for row in requests:
            now = int(row["timestamp"])
            listed = [part for name in order for part in row["hash_ids"][name]]
            counted = {part for name in parts for part in row["hash_ids"][name]}
            total += row["input_length"]
            prefix, matches, whole, here = (), True, 0, 0
            for part in listed:
                prefix = hash((prefix, part))
                matches = matches and now - seen.get(prefix, -(10**9)) <= 60 * minutes
                if matches:
                    whole += length.get(part, 0)
                    here += length.get(part, 0) if part in counted else 0
                seen[prefix] = now
            found += here if whole >= least else 0
        return 100 * found / total

    total = sum(row["input_length"] for row in requests)
    for name in PARTS:
        tokens = sum(length.get(part, 0) for row in requests for part in row["hash_ids"][name])
        print(f"{name}: {100 * tokens / total:.1f} % of all input tokens")
    early = ["sys_prompt", "history", "passages_ids", "web_search", "user_input"]
    for minutes in (5, 10, 60):
        print(
            f"{minutes} min: {shared(PARTS, minutes):.1f} % in the file's order, of it system prompt "
            f"{shared(PARTS, minutes, ['sys_prompt']):.1f} %; with the history before the passages "
            f"{shared(early, minutes):.1f} %; in beginnings of 1,024 tokens or more {shared(PARTS, minutes, least=1024):.1f} %"
        )

    trace = ragpulse.Trace(folder)
    alone = ragpulse.hits(trace.question, trace.second, 86400)
    pair = ragpulse.numbered(list(zip(trace.question, trace.history)))
    both = ragpulse.hits(pair, trace.second, 86400)
    stored, other = {}, 0
    for index in range(len(trace)):
        question = trace.question[index]
        if alone[index]:
            other += trace.history[stored[question]] != trace.history[index]
        else:
            stored[question] = index
    whole = ragpulse.numbered([json.dumps(row["hash_ids"]) for row in requests])
    seconds = trace.second
    shares = [100 * ragpulse.hits(whole, seconds, life).mean() for life in (3600, 86400, None)]
    print("whole prompt, 1 h, 24 h, for ever: " + ", ".join(f"{share:.2f} %" for share in shares))
    print(
        f"24 h, question alone: {alone.sum()} found, {other} of them ({100 * other / alone.sum():.0f} %) answered to "
        f"another history; question and history: {both.sum()} found"
    )


if __name__ == "__main__":
    main()
