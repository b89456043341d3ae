"""What decoders say, made fit for a caller's eyes."""

from __future__ import annotations


def reason(fault: BaseException) -> str:
    """Return why a decoder gave up, in its own words: never with a path of this machine, and never long."""
    text = getattr(fault, "strerror", None) or str(fault)
    shown = text.partition("\n")[0].strip()
    if not shown or "/" in shown or "\\" in shown:
        return "broken data"
    return shown[:120]
