"""Raises while it warms up."""

from faulty.base import Works


class Engine(Works):
    def warm_up(self) -> None:
        raise FileNotFoundError("/opt/weights.bin")
