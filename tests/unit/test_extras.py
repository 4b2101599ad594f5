"""What is not installed with the library alone says which extra brings it."""

import subprocess
import sys

import pytest

from openbadge_issuer.errors import MissingExtraError
from openbadge_issuer.extras import missing, needs

PARTS = {
    "openbadge_issuer.web.app": "fastapi",
    "openbadge_issuer.cli.app": "typer",
    "openbadge_issuer.adapters.http_fetcher": "httpx",
    "openbadge_issuer.settings": "pydantic_settings",
    "openbadge_issuer.bootstrap": "pydantic_settings",
}


def imported_without(package: str, module: str) -> str:
    code = f"import sys\nsys.modules[{package!r}] = None\nimport {module}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize(("module", "package"), PARTS.items())
def test_part_that_is_not_installed_says_what_to_install(module, package):
    told = imported_without(package, module).splitlines()[-1]
    assert told.startswith("openbadge_issuer.errors.MissingExtraError: ")
    assert package in told
    assert "pip install 'openbadge-issuer[service]'" in told


def test_driver_for_postgresql_has_an_extra_of_its_own():
    assert "openbadge-issuer[postgresql]" in missing("psycopg").message


def test_what_is_installed_is_not_missed():
    needs("pytest", "json")


def test_missing_part_is_an_import_error_too():
    with pytest.raises(ImportError, match="nowhere") as caught:
        needs("nowhere")
    assert isinstance(caught.value, MissingExtraError)
    assert caught.value.to_dict()["code"] == "missing-extra"
