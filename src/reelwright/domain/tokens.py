"""What a video costs: completion tokens, and money from the price list.

The token formula is the vendor's: W·H·(24·seconds + 1)/1024, rounded down, where seconds is the output length, or with
video input the larger of input + output and 5/3 of the output rounded up.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from reelwright.domain.sizes import FPS

CREDITS_PER_USD: Final = 10


def billed_seconds(output_seconds: int, input_video_seconds: Fraction = Fraction(0)) -> Fraction:
    """Return the seconds that tokens and prices count, for an output length and the summed length of reference videos."""
    if not input_video_seconds:
        return Fraction(output_seconds)
    return max(input_video_seconds + output_seconds, Fraction(ceil(Fraction(5, 3) * output_seconds)))


def completion_tokens(
    width: int, height: int, output_seconds: int, input_video_seconds: Fraction = Fraction(0)
) -> int:
    """Return the tokens of a video of width×height pixels."""
    seconds = billed_seconds(output_seconds, input_video_seconds)
    return int(width * height * (FPS * seconds + 1) / 1024)


def cost_usd(
    per_second: Decimal, output_seconds: int, input_video_seconds: Fraction = Fraction(0)
) -> Decimal:
    """Return the price in USD, rounded to four places; with video input both lengths are charged."""
    seconds = Fraction(output_seconds) + input_video_seconds
    exact = Fraction(per_second) * seconds
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.0001"))


def credits_of(cost: Decimal) -> Decimal:
    """Return the credits of a cost in USD: exactly ten times it."""
    return cost * CREDITS_PER_USD
