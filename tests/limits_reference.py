"""
The page about limits, made from the constants: each has its number, and its docstring the unit and the reason.

A limit is a constant of a module whose name says so: `MAX_…`, `MIN_…`, `LARGEST_…`, `…_LIMIT` and the like.
"""

import ast
import re
from datetime import timedelta
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "openbadge_issuer"

_NAME = re.compile(
    r"(?:DEFAULT_)?(?:MAX|MIN|LARGEST)_[A-Z0-9_]+|[A-Z]+_(?:LIMIT|TOLERANCE|KEPT)|CACHED_[A-Z]+|CONTEXT_SETS|CACHE_SECONDS"
)

_PARTS = {
    "json_text": "JSON text",
    "baking": "Pictures",
    "keys": "Keys and their names",
    "linked_data": "Linked data",
    "proofs": "Proofs and JWTs",
    "status": "Status lists",
    "model": "The data model",
    "verification": "Verifying",
    "issuer": "Issuing, in the library",
    "adapters": "Fetching, files",
    "services": "The service: orders, rosters, names",
    "web": "The service: requests",
    "cli": "The command line",
    "settings": "Settings",
}


def limits():
    """Yield every limit as (module, name, value, docstring), in the order of the modules."""
    for path in sorted(PACKAGE.rglob("*.py")):
        body = ast.parse(path.read_text("utf-8")).body
        for statement, after in zip(body, [*body[1:], None], strict=True):
            name = _constant(statement)
            if name and _NAME.fullmatch(name):
                module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
                yield module, name, getattr(import_module(module), name), _docstring(after)


def limits_page():
    """The page about limits."""
    intro = (
        "# Limits\n\n"
        "Made from the constants in the code by `make reference`.\n\n"
        "What comes from strangers is read up to here; "
        "[what was tried against them](../explanation/hostile-input.md) is another page.\n"
    )
    found = list(limits())
    return intro + "".join(
        _table(title, [limit for limit in found if limit[0].split(".")[1] == part])
        for part, title in _PARTS.items()
    )


def _table(title, found):
    rows = "".join(_row(*limit) for limit in found)
    return f"\n## {title}\n\n| limit | what, in which unit, and why | where |\n|---:|---|---|\n{rows}"


def _row(module, name, value, docstring):
    where = f"{module.removeprefix('openbadge_issuer.')}.{name}"
    reason = " ".join(docstring.split()).replace("|", "\\|")
    return f"| {_number(value)} | {reason} | `{where}` |\n"


def _number(value):
    if isinstance(value, timedelta):
        value = int(value.total_seconds())
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def _constant(statement):
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return None


def _docstring(statement):
    match statement:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return cleandoc(text)
    return ""
