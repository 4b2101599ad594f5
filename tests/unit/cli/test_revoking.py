"""Which badges a file names that are to be revoked."""

import pytest
import typer

from openbadge_issuer.cli.revoking import named_in

URL = "https://badges.school.example/credentials/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc\ndef\n", ["abc", "def"]),
        (f"{URL}abc\r\n\r\n  {URL}def", [f"{URL}abc", f"{URL}def"]),
        (f"email,badge_url,reason\na@b.example,{URL}abc,\nc@d.example,,refused\n", [f"{URL}abc"]),
        (f'name;"badge_url"\n"A; B";{URL}abc\n', [f"{URL}abc"]),
        (f"Badge_URL\n{URL}abc\n", [f"{URL}abc"]),
    ],
    ids=["ids", "urls", "result-table", "semicolons", "one-column"],
)
def test_badges_are_named_one_a_line_or_in_a_result_table(text, expected):
    assert named_in(text, "file.csv") == expected


@pytest.mark.parametrize("text", ["", "\n\n", "badge_url\n", "name,email\nAda,a@b.example\n"])
def test_a_file_that_names_no_badge_is_refused(text):
    with pytest.raises(typer.BadParameter, match=r"file\.csv (names no badge|is a table without)"):
        named_in(text, "file.csv")
