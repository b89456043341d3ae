"""Sizes, frame counts, tokens and prices."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.domain.sizes import RATIOS, RESOLUTIONS, frame_count, frame_size, nearest_ratio
from reelwright.domain.tokens import billed_seconds, completion_tokens, cost_usd, credits_of


def test_five_seconds_are_121_frames() -> None:
    assert frame_count(5) == 121


@pytest.mark.parametrize(("resolution", "tokens"), [("480p", 50_638), ("720p", 108_900), ("1080p", 245_025)])
def test_five_seconds_of_16_9_cost_the_documented_tokens(resolution: str, tokens: int) -> None:
    assert completion_tokens(*frame_size(resolution, "16:9"), 5) == tokens


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_every_size_is_even_and_near_its_ratio(resolution: str, ratio: str) -> None:
    width, height = frame_size(resolution, ratio)
    across, down = (int(part) for part in ratio.split(":"))
    assert width % 2 == height % 2 == 0
    assert width / height == pytest.approx(across / down, rel=0.025)
    assert nearest_ratio(width, height) == ratio


@given(st.sampled_from(RATIOS), st.integers(1, 400))
def test_an_exact_ratio_is_its_own_nearest(ratio: str, scale: int) -> None:
    across, down = (int(part) for part in ratio.split(":"))
    assert nearest_ratio(across * scale, down * scale) == ratio


@given(st.integers(4, 15), st.fractions(min_value=Fraction(9, 5), max_value=Fraction(76, 5)))
def test_video_input_never_bills_less_than_both_lengths_or_five_thirds_of_the_output(
    out: int, given_in: Fraction
) -> None:
    seconds = billed_seconds(out, given_in)
    assert seconds >= given_in + out
    assert seconds >= Fraction(5, 3) * out


def test_a_720p_clip_of_five_seconds_costs_71_cents() -> None:
    cost = cost_usd(Decimal("0.142"), 5)
    assert cost == Decimal("0.71")
    assert credits_of(cost) == Decimal("7.1")


def test_input_seconds_are_charged_too() -> None:
    assert cost_usd(Decimal("0.04"), 5, Fraction(5, 2)) == Decimal("0.3")
