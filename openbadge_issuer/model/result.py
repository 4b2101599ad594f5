"""
Results: what can be reached in an achievement, and what was reached (Open Badges 3.0).

A `ResultDescription` belongs to the achievement, a `Result` to one award of it;
that the two fit together, `AchievementSubject` checks, which holds both.
"""

from typing import Annotated

from openbadge_issuer.model.alignment import Alignment
from openbadge_issuer.model.base import Model
from openbadge_issuer.model.enumerations import ResultStatusTerm, ResultTypeTerm
from openbadge_issuer.model.keywords import Default, Requires, Types
from openbadge_issuer.model.scalars import Many, Maybe, Uri


class RubricCriterionLevel(Model):
    """
    One level of a rubric.

    Attributes:
        level: Its place in the rubric, such as "4".
        points: The points it is worth; text.
    """

    id: Uri
    type: Annotated[Types, Requires("RubricCriterionLevel")] = Default(("RubricCriterionLevel",))
    alignment: Many[Alignment] = ()
    description: Maybe[str] = None
    level: Maybe[str] = None
    name: str
    points: Maybe[str] = None


class ResultDescription(Model):
    """
    A result that can be reached.

    Attributes:
        allowed_value: The values a result may have, from lowest to highest.
        required_level: The id of the rubric level that is required to pass.
        required_value: The value that is required to pass.
        result_type: What kind of result: a term of `ResultType`, or one that begins with `ext:`.
        rubric_criterion_level: The levels of the rubric, from lowest to highest.
        value_max: The largest value; text.
        value_min: The smallest value; text.
    """

    id: Uri
    type: Annotated[Types, Requires("ResultDescription")] = Default(("ResultDescription",))
    alignment: Many[Alignment] = ()
    allowed_value: Many[str] = ()
    name: str
    required_level: Maybe[Uri] = None
    required_value: Maybe[str] = None
    result_type: ResultTypeTerm
    rubric_criterion_level: Many[RubricCriterionLevel] = ()
    value_max: Maybe[str] = None
    value_min: Maybe[str] = None


class Result(Model):
    """
    A result that was reached.

    Attributes:
        achieved_level: The id of the rubric level that was reached.
        result_description: The id of the description, in the same achievement, that this is a result of.
        status: How far the recipient came, a term of `ResultStatusType`; some descriptions require one.
        value: The grade, the points; text.
    """

    type: Annotated[Types, Requires("Result")] = Default(("Result",))
    achieved_level: Maybe[Uri] = None
    alignment: Many[Alignment] = ()
    result_description: Maybe[Uri] = None
    status: Maybe[ResultStatusTerm] = None
    value: Maybe[str] = None
