"""The results as a table for people: in Markdown, so that it can be put into a page as it is."""

from collections.abc import Iterable, Mapping
from typing import Any

_HEAD = "| what | ours | compared with | theirs | ratio (least to most) | goal | |\n|---|---:|---|---:|---:|---:|---|"


def table(results: Iterable[Mapping[str, Any]]) -> str:
    """Return one line for each result."""
    return "\n".join([_HEAD, *map(line, results)])


def line(result: Mapping[str, Any]) -> str:
    """Return the line of one result."""
    if "skipped" in result:
        return f"| {result['what']} | | | | | | not measured: {result['skipped']} |"
    ours = _number(result["value"], result["unit"]) if "value" in result else _time(result["ours_us"])
    theirs = _time(result["peer_us"]) if "peer" in result else ""
    ratio = _ratio(result["ratio"]) if "ratio" in result else ""
    verdict = {True: "reached", False: "**not reached**", None: ""}[result.get("reached")]
    cells = [result["what"], ours, result.get("peer", ""), theirs, ratio, result.get("goal", ""), verdict]
    return f"| {' | '.join(cells)} |"


def _ratio(spread: Mapping[str, float]) -> str:
    return f"{_short(spread['median'])} ({_short(spread['min'])} to {_short(spread['max'])})"


def _number(spread: Mapping[str, float], unit: str) -> str:
    return f"{_ratio(spread)} {unit}"


def _time(spread: Mapping[str, float]) -> str:
    microseconds = spread["median"]
    return f"{_short(microseconds / 1000)} ms" if microseconds >= 1000 else f"{_short(microseconds)} µs"


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
