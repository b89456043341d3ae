"""Never gets warm."""

import time

from faulty.base import Works


class Engine(Works):
    def warm_up(self) -> None:
        time.sleep(3600)
