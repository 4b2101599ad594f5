"""
Writes the reference pages that are made from the code: the command line, the errors, the limits, the settings.

`make reference` writes them; `test_docs.py` fails when a page is not what the code says.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
from limits_reference import limits_page
from settings_reference import settings_page

from openbadge_issuer import errors
from openbadge_issuer.cli.app import app

FOLDER = Path(__file__).parent.parent / "docs" / "reference"


def command_line() -> str:
    """The page about the command line."""
    intro = (
        "# Command line\n\n"
        "Made from the commands themselves by `make reference`.\n\n"
        "`openbadge-issuer COMMAND --help` says the same.\n"
        "`python -m openbadge_issuer` is the same program.\n\n"
        "Commands work in the instance folder that `--dir` or `OPENBADGE_INSTANCE` names, "
        "by default the current one.\n\n"
        "Exit codes: 0 done; 1 failed, or for `verify` invalid; 2 the call's words are off; "
        "3 `verify` could not decide; 130 interrupted.\n"
    )
    return intro + "".join(
        _command(name, command) for name, command in _commands(typer.main.get_command(app), "")
    )


def error_tree() -> str:
    """The page about errors."""
    intro = (
        "# Errors\n\n"
        "Made from `openbadge_issuer/errors.py` by `make reference`.\n\n"
        "Every error is an `OpenBadgeError` with a stable `code`, a `message`, and where known a `hint`, "
        "a JSON `path` and `problems` (each with `code`, `path`, `message`, `value`); "
        "`to_dict()` gives all of them.\n\n"
        "| code | class | when |\n|---|---|---|\n"
    )
    from openbadge_issuer.verification.report import VerificationError

    found = [
        item
        for _, item in inspect.getmembers(errors, inspect.isclass)
        if issubclass(item, errors.OpenBadgeError)
    ]
    rows = sorted({(cls.code, cls.__name__, _first(cls)) for cls in [*found, VerificationError]})
    return intro + "".join(f"| `{code}` | `{name}` | {when} |\n" for code, name, when in rows)


PAGES = {
    "cli.md": command_line,
    "errors.md": error_tree,
    "limits.md": limits_page,
    "settings.md": settings_page,
}


def _first(item: Any) -> str:
    return inspect.getdoc(item).split("\n\n")[0].replace("\n", " ")


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, child in sorted(getattr(command, "commands", {}).items()):
        full = f"{path} {name}".strip()
        if getattr(child, "commands", None):
            yield from _commands(child, full)
        else:
            yield full, child


def _command(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join(["openbadge-issuer", name, *(_argument(a) for a in arguments)])
    lines = [f"\n## {name}\n", f"`{usage}`\n", f"{command.help}\n"]
    lines += [f"- `{_argument(a)}`: {a.help}" for a in arguments]
    lines += [f"- `{', '.join([*o.opts, *o.secondary_opts])}`: {o.help}{_more(o)}" for o in options]
    return "\n".join(lines) + "\n"


def _argument(argument: Any) -> str:
    word = argument.name.upper()
    return word if argument.required else f"[{word}]"


def _more(option: Any) -> str:
    notes = ["needed"] if option.required else []
    shown = option.show_default if isinstance(option.show_default, str) else None
    default = option.default
    if shown:
        notes.append(f"by default {shown}")
    elif not option.required and default not in (None, False, ()) and not callable(default):
        notes.append(f"by default `{default}`")
    return f" ({'; '.join(notes)})" if notes else ""


def main() -> None:
    """Write the pages."""
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
