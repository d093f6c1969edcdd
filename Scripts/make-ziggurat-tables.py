#!/usr/bin/env python3
"""Prints the tables of a ziggurat as Swift source: of the exponential distribution, or of the normal one.

Method: G. Marsaglia and W. W. Tsang, "The Ziggurat Method for Generating Random Variables", Journal of
Statistical Software 5(8), 2000; 256 layers of equal area. Computed with 60 decimal digits, so that the committed
numbers do not depend on a machine's mathematical library. Run it from the project's root:

    python3 Scripts/make-ziggurat-tables.py exponential > Sources/Sim/Kernel/ExponentialZigguratTables.swift
    python3 Scripts/make-ziggurat-tables.py normal > Sources/Sim/Kernel/NormalZigguratTables.swift
"""

import sys
from decimal import Decimal, getcontext

getcontext().prec = 60
LAYERS = 256


class Exponential:
    name, curve, bits = "Exponential", "e^-x", 56
    low, high = Decimal("7.6"), Decimal("7.8")

    @staticmethod
    def height(x):
        return (-x).exp()

    @staticmethod
    def edge(height):
        return -height.ln()

    @staticmethod
    def area_beyond(x):
        return (-x).exp()


class Normal:
    """The right half: the sign is drawn apart."""

    name, curve, bits = "Normal", "e^(-x^2/2)", 55
    low, high = Decimal("3.6"), Decimal("3.7")

    @staticmethod
    def height(x):
        return (-x * x / 2).exp()

    @staticmethod
    def edge(height):
        return (-2 * height.ln()).sqrt()

    @staticmethod
    def area_beyond(x):
        """The integral of the curve from x, by the continued fraction of Laplace."""
        fraction = Decimal(0)
        for k in range(600, 0, -1):
            fraction = k / (x + fraction)
        return (-x * x / 2).exp() / (x + fraction)


curve = {"exponential": Exponential, "normal": Normal}[sys.argv[1]]


def edges(tail):
    """Right edges of the layers above a tail that begins at `tail`, and the mismatch at the top."""
    area = tail * curve.height(tail) + curve.area_beyond(tail)
    x = [area / curve.height(tail), tail]
    for _ in range(2, LAYERS):
        height = curve.height(x[-1]) + area / x[-1]
        if height >= 1:
            return None, Decimal(-1)
        x.append(curve.edge(height))
    # The topmost layer must end at height 1.
    return x, 1 - (curve.height(x[-1]) + area / x[-1])


low, high = curve.low, curve.high
for _ in range(190):
    middle = (low + high) / 2
    if edges(middle)[1] < 0:
        low = middle
    else:
        high = middle
tail = high
x, _ = edges(tail)
x.append(Decimal(0))

acceptance = [int(x[i + 1] / x[i] * 2**curve.bits) for i in range(LAYERS)]
widths = [float(x[i] / 2**curve.bits) for i in range(LAYERS)]
heights = [float(curve.height(x[i])) for i in range(LAYERS)] + [1.0]


def rows(values, form, columns):
    lines = []
    for start in range(0, len(values), columns):
        lines.append("    " + ", ".join(form(v) for v in values[start : start + columns]) + ",")
    return "\n".join(lines)


print(
    f"""// The numbers of the {curve.name.lower()} ziggurat, committed so that no library function decides a draw.
// Made by Scripts/make-ziggurat-tables.py, which names the method; do not edit by hand.

/// Layers of equal area under {curve.curve}: layer 0 is the base strip with the tail, each next one lies above it.
enum {curve.name}ZigguratTables {{
  /// Where the tail begins.
  static let tail = {float(tail).hex()}

  /// A {curve.bits}-bit number below this lies under the curve in its layer without a further look.
  static let acceptance: [UInt64] = [
{rows(acceptance, lambda v: f"0x{v:014x}", 5)}
  ]

  /// Right edge of each layer, divided by 2^{curve.bits}.
  static let widths: [Double] = [
{rows(widths, float.hex, 3)}
  ]

  /// {curve.curve} at the right edge of each layer, and 1 at the top.
  static let heights: [Double] = [
{rows(heights, float.hex, 3)}
  ]
}}"""
)
