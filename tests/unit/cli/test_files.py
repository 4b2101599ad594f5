"""Files that people name: whole or not at all, and a sentence where that fails."""

from contextlib import suppress

import pytest
import typer

from openbadge_issuer.cli.files import read_bytes, read_source, read_text, writing
from openbadge_issuer.errors import InputError


@pytest.fixture
def nowhere(tmp_path):
    """A place that nobody can write to, not even root: below a file."""
    (tmp_path / "file").write_bytes(b"")
    return tmp_path / "file" / "result.csv"


def test_written_file_stands_in_its_place_alone(tmp_path):
    with writing(tmp_path / "result.csv") as file:
        file.write(b"all of it")
    assert [path.name for path in tmp_path.iterdir()] == ["result.csv"]
    assert (tmp_path / "result.csv").read_bytes() == b"all of it"


def test_a_file_about_persons_is_its_owners_alone(tmp_path):
    for left in (tmp_path / "result.csv", tmp_path / ".result.csv.part"):
        left.write_bytes(b"from an earlier run")
        left.chmod(0o644)
    with writing(tmp_path / "result.csv", owner_only=True) as file:
        assert (tmp_path / ".result.csv.part").stat().st_mode & 0o777 == 0o600
        file.write(b"ada@school.example")
    assert (tmp_path / "result.csv").stat().st_mode & 0o777 == 0o600


def test_what_was_there_stays_when_writing_ends_early(tmp_path):
    (tmp_path / "result.csv").write_bytes(b"before")
    with suppress(KeyboardInterrupt), writing(tmp_path / "result.csv") as file:
        file.write(b"half of")
        raise KeyboardInterrupt
    assert (tmp_path / "result.csv").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["result.csv"]


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_done(nowhere):
    with pytest.raises(InputError, match="cannot be written") as refused, writing(nowhere):
        pytest.fail("the block must not be entered")
    assert str(nowhere) in refused.value.message


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    device = tmp_path / "device"
    device.symlink_to("/dev/null")
    with writing(device) as file:
        file.write(b"gone")
    assert device.is_symlink()


@pytest.mark.parametrize("read", [read_bytes, read_text])
def test_a_file_that_cannot_be_read_is_a_usage_error(read, nowhere):
    with pytest.raises(typer.BadParameter, match="cannot be read"):
        read(nowhere)


@pytest.mark.parametrize("source", ["", "."])
def test_a_source_that_is_no_file_is_a_usage_error(source):
    with pytest.raises(typer.BadParameter, match="cannot be read"):
        read_source(source)


def test_a_picture_is_not_read_as_text(tmp_path):
    (tmp_path / "robot.png").write_bytes(b"\x89PNG")
    with pytest.raises(typer.BadParameter, match="not text in UTF-8"):
        read_text(tmp_path / "robot.png")
