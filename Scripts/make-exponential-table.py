#!/usr/bin/env python3
"""Prints the table that `PortableMath.exp` starts from: powers of two at 128 steps between 1 and 2.

Method: P. T. P. Tang, "Table-Driven Implementation of the Exponential Function in IEEE Floating-Point Arithmetic",
ACM Transactions on Mathematical Software 15(2), 1989. Computed with 60 decimal digits. Run it from the project's root:

    python3 Scripts/make-exponential-table.py > Sources/QueueModel/Foundations/PowersOfTwo.swift
"""

from decimal import Decimal, getcontext

getcontext().prec = 60
STEPS = 128

rounded, rest = [], []
for step in range(STEPS):
    power = (Decimal(2).ln() * step / STEPS).exp()
    rounded.append(float(power))
    exact = Decimal(rounded[-1])
    rest.append(float((power - exact) / exact))


def rows(values):
    lines = []
    for start in range(0, len(values), 3):
        lines.append("    " + ", ".join(v.hex() for v in values[start : start + 3]) + ",")
    return "\n".join(lines)


print(
    f"""// The powers of two that exponentials start from, committed so that no library function decides a result.
// Made by Scripts/make-exponential-table.py, which names the method; do not edit by hand.

/// 2 to the power i / {STEPS}, for i from 0 to {STEPS - 1}.
enum PowersOfTwo {{
  /// Rounded to a double.
  static let rounded: [Double] = [
{rows(rounded)}
  ]

  /// What rounding took, as a share of the rounded number.
  static let rest: [Double] = [
{rows(rest)}
  ]
}}"""
)
