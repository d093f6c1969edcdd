"""Reads the RAGPulse trace: requests in order of time, with session, turn, question and history numbered.

Apart from the fits, so that each of them sees the same requests in the same order.
Source: flashserve/RAGPulse, folder `data/`, commit 3672232d45d749fdcf45dbc38cc77e5264af4a32, licence MIT.
"""

import json
import os

import numpy as np

SOURCE = "flashserve/RAGPulse data/"
COMMIT = "3672232d45d749fdcf45dbc38cc77e5264af4a32"
LICENCE = "MIT"


class Trace:
    """The week's 7,106 requests as arrays, one entry a request, sorted by second (stable)."""

    def __init__(self, folder):
        def rows(name):
            with open(os.path.join(folder, name)) as file:
                return [json.loads(line) for line in file if line.strip()]

        # The file is two runs of the week, one after the other; sorted by second they make one.
        requests = sorted(rows("0_trace.jsonl"), key=lambda row: int(row["timestamp"]))
        length = {row["history_id"]: row["token_length"] for row in rows("3_history.jsonl")}
        self.second = np.array([int(row["timestamp"]) for row in requests])
        self.input_tokens = np.array([row["input_length"] for row in requests])
        self.output_tokens = np.array([row["output_length"] for row in requests])
        self.session = numbered([row["session_id"] for row in requests])
        self.question = numbered([tuple(row["hash_ids"]["user_input"]) for row in requests])
        histories = [tuple(row["hash_ids"]["history"]) for row in requests]
        self.history = numbered(histories)
        self.history_tokens = np.array([sum(length[part] for part in history) for history in histories])
        asked = {}
        turns = []
        for session in self.session:
            asked[session] = asked.get(session, 0) + 1
            turns.append(asked[session])
        self.turn = np.array(turns)
        self.session_lengths = np.bincount(self.session)

    def __len__(self):
        return len(self.second)


def numbered(keys):
    """Small integers in order of first appearance."""
    numbers = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def hits(key, second, lifetime):
    """Which requests find their key stored: stored at once, dropped `lifetime` seconds after storing.

    A hit does not renew the entry. `key` is an array of integers in order of time.
    """
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    start = np.flatnonzero(np.r_[True, sorted_key[1:] != sorted_key[:-1]])
    length = np.diff(np.r_[start, len(key)])
    found = np.zeros(len(key), bool)
    if lifetime is None:
        found[order] = True
        found[order[start]] = False
        return found
    for first, count in zip(start[length > 1], length[length > 1]):
        members = order[first : first + count]
        stored = second[members[0]]
        for member in members[1:]:
            if second[member] - stored <= lifetime:
                found[member] = True
            else:
                stored = second[member]
    return found
