"""The house keeps its shape: floors, no cycles, a small library, quick imports."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from missing_tool import missing

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "openbadge_issuer"
SERVICE_ONLY = {
    "fastapi", "uvicorn", "python_multipart", "sqlalchemy", "alembic", "jinja2", "babel", "segno", "typst",
    "httpx", "httpcore",
    "pydantic_settings", "typer", "rich", "psycopg",
}  # fmt: skip


def test_imports_go_down_only_and_the_core_does_no_io():
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_library_floors_import_no_service_package():
    blocked = "\n".join(f"sys.modules[{name!r}] = None" for name in sorted(SERVICE_ONLY))
    code = (
        f"import sys\n{blocked}\nfrom openbadge_issuer import *\nfrom openbadge_issuer import verify, Issuer"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd="/")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert not tree.body or ast.get_docstring(tree), f"{path} has no docstring"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_untrusted_input_is_never_met_with_assert(path):
    assert [] == [
        node.lineno for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Assert)
    ]


def test_no_private_key_is_tracked_by_git():
    if not (ROOT / ".git").exists():
        missing("this is no git checkout")
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(
        b"\0"
    )
    key = re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}")
    bad = [
        name
        for name in map(bytes.decode, filter(None, files))
        if name.endswith((".pem", ".secret"))
        or ((ROOT / name).is_file() and key.search((ROOT / name).read_bytes()))
    ]
    assert bad == []


def test_missing_extra_is_named():
    code = (
        "import sys\nsys.modules['typer'] = None\nsys.argv = ['openbadge-issuer', '--help']\n"
        "from openbadge_issuer.__main__ import main\nmain()"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "openbadge-issuer[service]" in result.stderr
    assert "Traceback" not in result.stderr


def test_nobody_elses_packages_are_tracked_by_git():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert [] == [name for name in files.splitlines() if "node_modules/" in name or "site-packages/" in name]
