"""docs/reference/model.md tells everything there is: classes, codes, differences from the schemas."""

import re
from pathlib import Path

import pytest
from unit.model.schema_differences import LOOSER, STRICTER

import openbadge_issuer.model as package

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "model.md").read_text()
CODE = re.compile(r'code\s*=\s*"([a-z-]+)"(?: if [^\n]*? else "([a-z-]+)")?')


@pytest.mark.parametrize("name", package.__all__)
def test_exported_name_is_documented(name):
    assert re.search(rf"`{name}[`(]", PAGE)


@pytest.mark.parametrize("name", [difference.name for difference in (*STRICTER, *LOOSER)])
def test_difference_from_the_schemas_is_documented(name):
    assert f"| `{name}` |" in PAGE


def test_codes_of_problems_are_documented():
    sources = [path.read_text() for path in Path(package.__file__).parent.glob("*.py")]
    used = {code for source in sources for match in CODE.findall(source) for code in match if code}
    table = PAGE.split("## Problems")[1].split("## Differences")[0]
    assert used == set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))


def test_example_runs():
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], {})  # the page's own example
