"""Reading tables."""

import pytest

from openbadge_issuer.errors import RosterError
from openbadge_issuer.services import roster as module
from openbadge_issuer.services.roster import Roster

HEADER = "name,email,achievement"
ADA = {"name": "Ada", "email": "ada@school.example", "achievement": "superbots"}


def values(data: bytes | str) -> list[dict[str, str]]:
    return [dict(row.values) for row in Roster.read(data.encode() if isinstance(data, str) else data).rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_separate(delimiter):
    assert values(f"{HEADER}\nAda,ada@school.example,superbots\n".replace(",", delimiter)) == [ADA]


def test_columns_come_in_any_order_and_any_capitals():
    assert values("Achievement, E-Mail ,NAME\nsuperbots,ada@school.example,Ada") == [ADA]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(ending):
    assert values(ending.join([HEADER, "Ada,ada@school.example,superbots", ""])) == [ADA]


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    assert values(f"\ufeff{HEADER}\nAda,ada@school.example,superbots") == [ADA]


def test_windows_1252_is_read_and_reported():
    roster = Roster.read("name,email\nZoë,zoe@school.example".encode("cp1252"))
    assert (roster.rows[0].values["name"], roster.encoding) == ("Zoë", "windows-1252")
    assert "read as Windows-1252" in roster.notices[0]


def test_utf_8_is_not_reported():
    assert Roster.read("name,email\nZoë,zoe@school.example".encode()).notices == ()


def test_what_is_neither_encoding_is_refused_with_its_line():
    with pytest.raises(RosterError, match="line 2 has a byte"):
        Roster.read(b"name,email\nZ\x81e,zoe@school.example")


def test_quoted_line_breaks_and_delimiters_belong_to_the_cell():
    assert values('email,narrative\r\na@b.example,"one,\r\ntwo ""2"""') == [
        {"email": "a@b.example", "narrative": 'one,\ntwo "2"'}
    ]


def test_rows_are_counted_as_spreadsheets_do_and_lines_as_editors_do():
    roster = Roster.read(b'email,narrative\na@b.example,"one\ntwo"\n\nc@d.example,\n')
    assert [(row.number, row.line) for row in roster.rows] == [(2, 3), (4, 5)]


def test_empty_rows_and_cells_are_left_out():
    assert values(f"{HEADER}\n,,\n  \nAda,,\n") == [{"name": "Ada"}]


def test_short_rows_are_filled_up():
    assert values("award_id,name,email\n7,Ada") == [{"award_id": "7", "name": "Ada"}]


def test_unknown_columns_are_kept_and_named():
    roster = Roster.read(b"email,Form class,\na@b.example,9C,\n")
    assert (roster.ignored, roster.rows[0].cells) == (("Form class",), ("a@b.example", "9C", ""))
    assert roster.notices == ("Columns without a meaning here were ignored: Form class.",)


def test_result_columns_keep_the_name_of_their_description():
    roster = Roster.read(b"email,Result: Final Grade ,result\na@b.example,A,B")
    assert dict(roster.rows[0].values) == {"email": "a@b.example", "result:final grade": "A", "result": "B"}
    assert roster.ignored == ()


def test_a_roster_may_have_no_address_but_award_ids():
    assert values("award_id,name\n7,Ada") == [{"award_id": "7", "name": "Ada"}]


def test_a_roster_without_rows_is_a_roster():
    assert values(HEADER) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no header"),
        (b"\n\n", "no header"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        ("email\na".encode("utf-16"), "UTF-16"),
        (b"email\na\0b", "zero byte at position 7"),
        (b"name,class\nAda,9C", "no column 'email'.*found 'name', 'class'"),
        (b"email,E-Mail\na,b", "the column 'E-Mail' more than once|the column 'email' more than once"),
        (b'email,narrative\na@b.example,"never closed\n', "cannot be read as a table after line"),
        (b'email,narrative\na@b.example,"one" two\n', "cannot be read as a table after line 2"),
        (b"x" * 200_000, "cannot be read as a table after line"),
        (b"email," + b"c," * 100 + b"d\n", "at most 100"),
    ],
)
def test_what_is_no_table_is_refused(data, message):
    with pytest.raises(RosterError, match=message):
        Roster.read(data)


def test_limits_are_kept(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    with pytest.raises(RosterError, match="more than 2 rows"):
        Roster.read(b"email\na\nb\nc\n")
    monkeypatch.setattr(module, "MAX_CELL", 5)
    with pytest.raises(RosterError, match=r"Row 2 \(line 2\), cell 1 has 6 characters; at most 5"):
        Roster.read(b"email\naaaaaa\n")
    monkeypatch.setattr(module, "MAX_BYTES", 5)
    with pytest.raises(RosterError, match="at most 5"):
        Roster.read(b"email\na")
