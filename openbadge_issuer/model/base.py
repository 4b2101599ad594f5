"""
The one base class of the data model: how documents become values, and values documents.

A property has the standard's name in JSON (`creditsAvailable`) and Python's in Python (`credits_available`).
Values are frozen; `replacing` gives a changed copy, checked like a new one.
Types are strict (`"3"` is no number, `1` is not true).
Unknown properties are kept, unless the class is a closed one.

Two ways in differ on purpose.
`from_document` reads what others wrote: `type` and `@context` must be there, `null` is refused.
Calling a class composes something of one's own: `type` and `@context` have defaults, None means "left out".
Either way `ModelError` lists every single problem.

Here is no IO, no cryptography and no JSON-LD processing.
Whether an unknown property means anything, `linked_data` decides.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import ClassVar, Final, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_serializer
from pydantic.alias_generators import to_camel

from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.json_text import JsonObject, JsonValue
from openbadge_issuer.model.dates import DateTimeZ
from openbadge_issuer.model.limits import oversize
from openbadge_issuer.model.problems import problems_of

CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

READING: Final = {"reading": True}
"""pydantic's validation context while a document is read: defaults then count as missing."""

MAX_EXACT_INTEGER: Final = 2**53
"""Magnitude up to which a whole number is written as an integer; beyond it, other readers round."""

_FIRST = (
    "@context", "id", "type", "name", "description", "image", "issuer", "issuanceDate", "expirationDate",
    "validFrom", "validUntil", "awardedDate", "credentialSubject",
)  # fmt: skip
_LAST = ("proof",)


class Model(BaseModel):
    """
    Superclass of everything a badge consists of.

    Attributes:
        compacted: Properties that are written without an array when they hold one value.
    """

    model_config = ConfigDict(
        strict=True,
        extra="allow",
        frozen=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        defer_build=True,  # importing stays quick: a class is built when it is first used
    )
    compacted: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, /, **properties: object) -> None:
        """
        Compose a value: None means left out.

        Raises:
            ModelError: If it is not what this class describes; `problems` lists every finding.
        """
        names = _json_names(type(self))
        given = {names.get(name, name): value for name, value in properties.items() if value is not None}
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise self.refused(error, given) from error

    # Says that documents are read without calling `__init__`, as pydantic's own classes say it.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # mypy knows no attributes of functions

    @classmethod
    def from_document(cls, document: JsonObject) -> Self:
        """
        Read a JSON document.

        Raises:
            ModelError: If it is not what this class describes; `problems` lists every finding.
        """
        if problem := oversize(document):
            raise model_error(cls.__name__, [problem])
        try:
            return cls.model_validate(document, context=READING, by_alias=True, by_name=False)
        except ValidationError as error:
            raise cls.refused(error, document) from error

    @classmethod
    def takes(cls, document: JsonValue) -> bool:
        """Tell whether `from_document` would read a document; it, or parts of it, may be what was read before."""
        try:
            cls.model_validate(document, context=READING, by_alias=True, by_name=False)
        except ValidationError:
            return False
        return True

    def to_document(self, **written: JsonObject) -> JsonObject:
        """
        Write the value as JSON-LD: sets as arrays, nothing empty, first what identifies it, the proof last.

        Whole numbers are written as integers, dates as they were given.

        Args:
            written: Properties whose documents are at hand, by their names in Python.
                What stands unchanged in many documents need not be written for each; these then share it.
        """
        document: JsonObject = {}
        values = {**self.__dict__, **written}
        for name, json_name, is_required, is_compacted in _in_order(type(self)):
            value = values[name]
            if not value and (value is None or value == () or (value == "" and not is_required)):
                continue
            is_single = is_compacted and isinstance(value, tuple) and len(value) == 1
            document[json_name] = value if name in written else _written(value[0] if is_single else value)
        return self._with_unknown(document) if self.__pydantic_extra__ else document

    @model_serializer(mode="plain")
    def _serialized(self) -> JsonObject:
        """What pydantic and what is built on it write (`model_dump`, responses of FastAPI) is the document too."""
        return self.to_document()

    def replacing(self, **changes: object) -> Self:
        """
        Return a copy in which some properties have other values; None takes a property away.

        Raises:
            ModelError: If the copy would not be what this class describes.
        """
        present = {name: value for name, value in dict(self).items() if name in self.model_fields_set}
        return type(self)(**{**present, **changes})

    @classmethod
    def json_name(cls, name: str) -> str:
        """Return the name that a property has in JSON, given the one it has in Python."""
        return _json_names(cls).get(name, name)

    @classmethod
    def refused(cls, error: ValidationError, document: object) -> ModelError:
        """Return the error that says in plain words what pydantic found in a document."""
        return model_error(cls.__name__, problems_of(error, document, closed=_closed_classes()))

    def _with_unknown(self, document: JsonObject) -> JsonObject:
        """Put in what the class does not know, each where it would stand if it did."""
        unknown = ((name, _written(value)) for name, value in (self.__pydantic_extra__ or {}).items())
        return dict(sorted([*document.items(), *unknown], key=lambda pair: _rank(pair[0])))


def model_error(what: str, problems: list[Problem]) -> ModelError:
    """Return the error for something that is not what it should be; its message tells the first problem."""
    others = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return ModelError(f"Not a valid {what}: {problems[0]}{others}", path=problems[0].path, problems=problems)


class _Property(NamedTuple):
    """How a property is written: its names in Python and JSON, whether it must be there, and one value stands alone."""

    name: str
    json_name: str
    is_required: bool
    is_compacted: bool


@cache
def _in_order(described: type[Model]) -> tuple[_Property, ...]:
    """Return the properties of a class in the order in which they are written."""
    properties = [
        _Property(name, json_name, field.is_required(), json_name in described.compacted)
        for name, json_name in _json_names(described).items()
        for field in (described.model_fields[name],)
    ]
    return tuple(sorted(properties, key=lambda item: _rank(item.json_name)))


@cache
def _json_names(described: type[Model]) -> dict[str, str]:
    """Return the names that the properties of a class have in JSON, by those in Python."""
    # pydantic notes generated names only when it builds the class
    return {name: field.alias or to_camel(name) for name, field in described.model_fields.items()}


def _rank(name: str) -> int:
    return _FIRST.index(name) - len(_FIRST) if name in _FIRST else int(name in _LAST)


def _written(value: object) -> object:
    if type(value) is str:  # most are
        return value
    if isinstance(value, Model):
        return value.to_document()
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    return _written_scalar(value)


def _written_scalar(value: object) -> object:
    match value:
        case DateTimeZ():
            return value.text
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) <= MAX_EXACT_INTEGER:
            return int(value)
        case str():
            return str(value)  # an enumeration's term becomes plain text
        case _:
            return value


@cache
def _closed_classes() -> dict[str, tuple[str, ...]]:
    """Name the properties of the classes that allow no others; asked for only when something was refused."""
    return {
        subclass.__name__: tuple(_json_names(subclass).values())
        for subclass in _subclasses(Model)
        if subclass.model_config.get("extra") == "forbid"
    }


def _subclasses(of: type[Model]) -> Iterator[type[Model]]:
    for subclass in of.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)
