"""
The text of docs/reference/settings.md, made from the fields of `Settings`.

`make reference` writes it; a test fails when the page is not what the code says.
"""

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from openbadge_issuer.settings import FILE_NAME, NOT_IN_FILE, PREFIX, Settings

INTRO = f"""\
# Settings

Made from `openbadge_issuer/settings.py` by `make reference`.

A setting comes from the environment, from `{FILE_NAME}` in the instance folder, or from its default.
The environment wins over the file, and a command's own option wins over both.
In the environment a setting is called `{PREFIX}` and its name in capitals; in the file it has its plain name:

```sh
export OPENBADGE_BASE_URL=https://badges.school.example
export OPENBADGE_PORT=8080
```

```toml
# {FILE_NAME}
base_url = "https://badges.school.example"
port = 8080
```

The instance folder is what a command's `--dir` names, else `{PREFIX}INSTANCE`, else the current folder.
Relative paths are relative to it; `INSTANCE` below stands for it.
A setting that is unknown or not allowed stops every command, which says what it found and what it expected.
An empty variable counts as not set.

| setting | default | allowed |
|---|---|---|
"""

LIMITS = {
    "ge": "at least {:,}",
    "gt": "more than {:,}",
    "le": "at most {:,}",
    "multiple_of": "a multiple of {}",
}


def settings_page() -> str:
    """The page about settings."""
    fields = Settings.model_fields
    rows = [
        f"| [`{name}`](#{name}) | {_default(field)} | {_allowed(field)} |\n" for name, field in fields.items()
    ]
    return INTRO + "".join(rows) + "".join(_section(name, field) for name, field in fields.items())


def _section(name: str, field: FieldInfo) -> str:
    where = f"`{PREFIX}{name.upper()}`" + (
        " only" if name in NOT_IN_FILE else f", or `{name}` in `{FILE_NAME}`"
    )
    return f"\n## {name}\n\n{where}\n\n{_sentences(field.description or '')}\n"


def _sentences(text: str) -> str:
    """One sentence a line, as everywhere in the documentation."""
    return "\n".join(text.replace(". ", ".\n").splitlines())


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be set"
    default: Any = field.default
    if default is PydanticUndefined:
        default = _made(field)
    if default == Path():
        return "the current folder"
    return "none" if default is None else f"`{default}`"


def _made(field: FieldInfo) -> Any:
    """Return a default that is made: from the settings before it, or from nothing."""
    if field.default_factory_takes_validated_data:
        return field.default_factory({"instance": Path("INSTANCE"), "key_passphrase_file": None})
    return field.default_factory() or None


def _allowed(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(field.annotation))
    limits = [(word, getattr(item, name, None)) for item in field.metadata for name, word in LIMITS.items()]
    return ", ".join(word.format(value) for word, value in limits if value is not None)
