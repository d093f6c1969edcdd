#!/usr/bin/env python3
"""Prints the tables of the exponential ziggurat as Swift source.

Method: G. Marsaglia and W. W. Tsang, "The Ziggurat Method for Generating Random Variables", Journal of
Statistical Software 5(8), 2000; 256 layers of equal area, 56-bit comparison. Computed with 60 decimal digits, so
that the committed numbers do not depend on a machine's mathematical library. Run it from the project's root:

    python3 Scripts/make-ziggurat-tables.py > Sources/Sim/Kernel/ExponentialZigguratTables.swift
"""

from decimal import Decimal, getcontext

getcontext().prec = 60
LAYERS = 256


def edges(tail):
    """Right edges of the layers above a tail that begins at `tail`, and the mismatch at the top."""
    area = tail * (-tail).exp() + (-tail).exp()
    x = [area * tail.exp(), tail]
    for _ in range(2, LAYERS):
        height = (-x[-1]).exp() + area / x[-1]
        if height >= 1:
            return None, Decimal(-1)
        x.append(-height.ln())
    # The topmost layer must end at height 1.
    return x, 1 - ((-x[-1]).exp() + area / x[-1])


low, high = Decimal("7.6"), Decimal("7.8")
for _ in range(190):
    middle = (low + high) / 2
    if edges(middle)[1] < 0:
        low = middle
    else:
        high = middle
tail = high
x, _ = edges(tail)
x.append(Decimal(0))

acceptance = [int(x[i + 1] / x[i] * 2**56) for i in range(LAYERS)]
widths = [float(x[i] / 2**56) for i in range(LAYERS)]
heights = [float((-x[i]).exp()) for i in range(LAYERS)] + [1.0]


def rows(values, form, columns):
    lines = []
    for start in range(0, len(values), columns):
        lines.append("    " + ", ".join(form(v) for v in values[start : start + columns]) + ",")
    return "\n".join(lines)


print(
    f"""// The numbers of the exponential ziggurat, committed so that no library function decides a draw.
// Made by Scripts/make-ziggurat-tables.py, which names the method; do not edit by hand.

/// Layers of equal area under e^-x: layer 0 is the base strip with the tail, each next one lies above it.
enum ExponentialZigguratTables {{
  /// Where the tail begins.
  static let tail = {float(tail).hex()}

  /// A 56-bit number below this lies under the curve in its layer without a further look.
  static let acceptance: [UInt64] = [
{rows(acceptance, lambda v: f"0x{v:014x}", 5)}
  ]

  /// Right edge of each layer, divided by 2^56.
  static let widths: [Double] = [
{rows(widths, float.hex, 3)}
  ]

  /// e^-x at the right edge of each layer, and 1 at the top.
  static let heights: [Double] = [
{rows(heights, float.hex, 3)}
  ]
}}"""
)
