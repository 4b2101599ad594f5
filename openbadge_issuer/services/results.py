"""
Results of an award, matched with the result descriptions of its achievement (Open Badges 3.0, B.1 and B.3).

An order names a description by its name, as the header of a roster does, and gives a value;
here the value is checked against what the description allows, and put where the standard wants it:
a status in `status`, a rubric level in `achievedLevel`, everything else in `value`.
"""

import re
from collections.abc import Sequence

from openbadge_issuer.errors import InputError, Problem
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.model import Result, ResultStatusType
from openbadge_issuer.services.names import listed, problem
from openbadge_issuer.services.orders import OrderedResult

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)


def results_of(ordered: Sequence[OrderedResult], achievement: JsonObject) -> list[Result]:
    """
    Write results as badges have them.

    Args:
        ordered: What was ordered.
        achievement: The achievement's document.

    Raises:
        InputError: If there is no such description, one is named twice, or a value is not allowed;
            `problems` names each, with `result:` and the description's name as path.
    """
    results: dict[str, Result] = {}
    problems: list[Problem] = []
    for one in ordered:
        try:
            description = _description(one, achievement)
            if description["id"] in results:
                raise _refusal(one, f"There are two results for {description['name']!r}.", code="twice")
            results[description["id"]] = _result(one, description)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(
            " ".join(found.message for found in problems), path=problems[0].path, problems=problems
        )
    return list(results.values())


def allowed_values(description: JsonObject) -> list[str]:
    """Say which values a description allows; empty if any."""
    if description.get("resultType") == "Status":
        return list(ResultStatusType)
    if levels := description.get("rubricCriterionLevel"):
        return [str(level["name"]) for level in levels]
    return [str(value) for value in description.get("allowedValue", ())]


def _description(one: OrderedResult, achievement: JsonObject) -> JsonObject:
    descriptions: list[JsonObject] = achievement.get("resultDescription", [])
    if not descriptions:
        raise _refusal(one, f"The achievement {achievement['name']!r} has no results.", code="no-results")
    if one.description is None:
        if len(descriptions) == 1:
            return descriptions[0]
        raise _refusal(
            one, f"It must be said which result this is: {_names('', descriptions)}.", code="ambiguous"
        )
    wanted = " ".join(one.description.split()).casefold()
    for description in descriptions:
        if wanted == " ".join(description["name"].split()).casefold() or one.description == description["id"]:
            return description
    names = _names(one.description, descriptions)
    raise _refusal(
        one, f"The achievement has no result {one.description!r}; it has {names}.", code="unknown-result"
    )


def _result(one: OrderedResult, description: JsonObject) -> Result:
    value, wanted = one.value.strip(), description["id"]
    allowed = allowed_values(description)
    exact = next((other for other in allowed if other.casefold() == value.casefold()), None)
    if allowed and exact is None:
        raise _refusal(
            one, f"{value!r} is not allowed for {description['name']!r}; allowed are {', '.join(allowed)}."
        )
    _check_range(one, description)
    if description.get("resultType") == "Status":
        return Result(result_description=wanted, status=exact)
    if levels := description.get("rubricCriterionLevel"):
        level = next(level["id"] for level in levels if level["name"] == exact)
        return Result(result_description=wanted, achieved_level=level)
    return Result(result_description=wanted, value=exact or value)


def _check_range(one: OrderedResult, description: JsonObject) -> None:
    """Compare as numbers, where limits and value are numbers; grades from A to E have no range."""
    limits = [description.get(name) for name in ("valueMin", "valueMax")]
    if not any(limits) or not all(limit is None or _NUMBER.fullmatch(limit) for limit in limits):
        return
    low, high = (None if limit is None else float(limit) for limit in limits)
    value = float(one.value) if _NUMBER.fullmatch(one.value.strip()) else None
    if value is None or (low is not None and value < low) or (high is not None and value > high):
        span = " ".join(
            f"{word} {limit}" for word, limit in zip(("from", "to"), limits, strict=True) if limit
        )
        raise _refusal(one, f"{one.value!r} is not allowed for {description['name']!r}; a number {span} is.")


def _names(wanted: str, descriptions: Sequence[JsonObject]) -> str:
    return listed(wanted, [description["name"] for description in descriptions])


def _refusal(one: OrderedResult, message: str, *, code: str = "not-allowed") -> InputError:
    path = "result" if one.description is None else f"result:{one.description}"
    return InputError(message, path=path, problems=[problem(path, message, code=code, value=one.value)])
