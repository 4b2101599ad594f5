"""Settings: where they come from, what is refused, and that the documentation knows each."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from openbadge_issuer.errors import ConfigurationError
from openbadge_issuer.settings import Settings

URL = "https://badges.school.example"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Nothing in the environment but the base URL; the current folder is empty."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"OPENBADGE_{name.upper()}", raising=False)
    monkeypatch.setenv("OPENBADGE_BASE_URL", URL)
    monkeypatch.chdir(tmp_path)


def refusal(folder: Path | None = None) -> str:
    """Return what loading says when it refuses."""
    with pytest.raises(ConfigurationError) as caught:
        Settings.load(folder)
    return str(caught.value)


def test_base_url_is_all_that_must_be_said(tmp_path: Path):
    settings = Settings.load()
    assert (URL, tmp_path) == (settings.base_url, settings.instance)
    assert settings.database_url == f"sqlite:///{tmp_path}/openbadge.sqlite3"
    assert settings.keys_dir == tmp_path / "keys"


def test_missing_base_url_is_said_with_where_to_set_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("OPENBADGE_BASE_URL")
    assert refusal() == (
        f"OPENBADGE_BASE_URL is not set; set it in the environment, or base_url in {tmp_path}/openbadge.toml."
    )


def test_file_in_the_instance_folder_counts(tmp_path: Path):
    (tmp_path / "openbadge.toml").write_text('port = 8080\nshow_name = "initial"')
    settings = Settings.load(tmp_path)
    assert (8080, "initial") == (settings.port, settings.show_name)


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "openbadge.toml").write_text("port = 8080")
    monkeypatch.setenv("OPENBADGE_PORT", "9090")
    assert Settings.load(tmp_path).port == 9090


def test_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENBADGE_PORT", "9090")
    assert Settings.load(port=7070).port == 7070


def test_instance_folder_can_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENBADGE_INSTANCE", str(tmp_path / "school"))
    assert Settings.load().instance == tmp_path / "school"
    assert Settings.load(tmp_path / "other").instance == tmp_path / "other"


def test_relative_paths_are_relative_to_the_instance_folder(tmp_path: Path):
    folder = tmp_path / "school"
    settings = Settings.load(folder, keys_dir="private", database_url="sqlite:///data/badges.db")
    assert settings.keys_dir == folder / "private"
    assert settings.database_url == f"sqlite:///{folder}/data/badges.db"


def test_absolute_paths_stay(tmp_path: Path):
    settings = Settings.load(tmp_path, keys_dir="/etc/keys", database_url="sqlite:////var/badges.db")
    assert (Path("/etc/keys"), "sqlite:////var/badges.db") == (settings.keys_dir, settings.database_url)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://Badges.School.Example", URL),
        (f"{URL}/", URL),
        (f"{URL}:443", URL),
        (f"{URL}:8443", f"{URL}:8443"),
        (f"{URL}/badges/v1/", f"{URL}/badges/v1"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://localhost:80/", "http://localhost"),
        ("http://localhost:8000/badges", "http://localhost:8000/badges"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_base_url_has_one_form(monkeypatch: pytest.MonkeyPatch, written: str, expected: str):
    monkeypatch.setenv("OPENBADGE_BASE_URL", written)
    assert expected == Settings.load().base_url


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://school.example", "lives on https"),
        ("http://badges.localhost", "lives on https"),
        ("https://localhost", "lives on http "),
        ("ftp://school.example", "lives on https"),
        ("school.example", "Not a domain name"),
        ("https://", "Not a domain name"),
        ("https://192.0.2.1", "not allow IP addresses"),
        ("http://127.0.0.1:8000", "not allow IP addresses"),
        ("https://[2001:db8::1]", "not allow IP addresses"),
        ("https://127.1", "not allow IP addresses"),
        ("https://bücher.example", "xn-- form"),
        ("https://user@school.example", "scheme, host, port and path only"),
        ("https://school.example?x", "scheme, host, port and path only"),
        ("https://school.example/a//b", "Not a path segment"),
        ("https://school.example/../b", "Not a path segment"),
        ("https://school.example/%61", "between single slashes"),
        ("https://school.example:0", "Not a port"),
        ("https://school.example:x", "Not a port"),
    ],
)
def test_base_url_that_would_not_work_is_refused(monkeypatch: pytest.MonkeyPatch, url: str, complaint: str):
    monkeypatch.setenv("OPENBADGE_BASE_URL", url)
    message = refusal()
    assert message.startswith(f"OPENBADGE_BASE_URL is {url!r}")
    assert re.search(complaint, message)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("port", "65536", "less than or equal to 65535"),
        ("port", "many", "a valid integer"),
        ("status_list_size", "131064", "greater than or equal to 131072"),
        ("status_list_size", "131073", "a multiple of 8"),
        ("identifier", "plain", "'hash', 'none' or 'clear'"),
        ("default_issuer", "School!", "lower-case letters, digits and inner hyphens"),
    ],
)
def test_value_that_is_not_allowed_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
):
    monkeypatch.setenv(f"OPENBADGE_{name.upper()}", value)
    message = refusal()
    assert f"OPENBADGE_{name.upper()} is {value!r}; expected " in message
    assert expected in message


def test_problem_in_the_file_names_the_file(tmp_path: Path):
    (tmp_path / "openbadge.toml").write_text("port = 0")
    assert f"port in {tmp_path}/openbadge.toml is 0; expected greater than" in refusal(tmp_path)


def test_every_problem_is_said_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENBADGE_PORT", "0")
    monkeypatch.setenv("OPENBADGE_BASE_URL", "x")
    with pytest.raises(ConfigurationError) as caught:
        Settings.load()
    assert ["base_url", "port"] == [problem.path for problem in caught.value.problems]


def test_misspelt_setting_in_the_file_is_said_with_what_was_meant(tmp_path: Path):
    (tmp_path / "openbadge.toml").write_text('shownames = "full"')
    message = refusal(tmp_path)
    assert message == f"shownames in {tmp_path}/openbadge.toml is not a setting; show_name is."


@pytest.mark.parametrize("content", [b"port = ", b"\xff"])
def test_file_that_is_not_toml_is_said(tmp_path: Path, content: bytes):
    (tmp_path / "openbadge.toml").write_bytes(content)
    assert f"{tmp_path}/openbadge.toml cannot be read as TOML" in refusal(tmp_path)


@pytest.mark.parametrize("url", ["mysql://u:hunter2@h/d", "hunter2", "sqlite://", "sqlite:///:memory:"])
def test_unknown_database_is_refused_without_showing_its_url(monkeypatch: pytest.MonkeyPatch, url: str):
    monkeypatch.setenv("OPENBADGE_DATABASE_URL", url)
    message = refusal()
    assert "OPENBADGE_DATABASE_URL is (not shown); expected " in message
    assert "hunter2" not in message


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_urls_are_understood(monkeypatch: pytest.MonkeyPatch, scheme: str):
    monkeypatch.setenv("OPENBADGE_DATABASE_URL", f"{scheme}://u:p@host:5432/badges?sslmode=require")
    assert Settings.load().database_url == "postgresql+psycopg://u:p@host:5432/badges?sslmode=require"


def test_passphrase_can_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "passphrase").write_text("correct horse \n")
    monkeypatch.setenv("OPENBADGE_KEY_PASSPHRASE_FILE", "passphrase")
    assert Settings.load(tmp_path).key_passphrase.get_secret_value() == "correct horse "


def test_passphrase_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENBADGE_KEY_PASSPHRASE_FILE", "none")
    assert f"OPENBADGE_KEY_PASSPHRASE_FILE names {tmp_path}/none" in refusal(tmp_path)


def test_passphrase_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENBADGE_KEY_PASSPHRASE", "hunter2")
    monkeypatch.setenv("OPENBADGE_KEY_PASSPHRASE_FILE", "passphrase")
    message = refusal()
    assert "are both set; expected one of them." in message
    assert "Value error" not in message
    assert "hunter2" not in message


@pytest.mark.parametrize("line", ['key_passphrase = "hunter2"', 'instance = "elsewhere"'])
def test_what_does_not_belong_into_the_file_is_refused(tmp_path: Path, line: str):
    (tmp_path / "openbadge.toml").write_text(line)
    message = refusal(tmp_path)
    assert "where it is not accepted" in message
    assert "hunter2" not in message


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENBADGE_KEY_PASSPHRASE", "hunter2")
    monkeypatch.setenv("OPENBADGE_DATABASE_URL", "postgresql://u:hunter2@host/badges")
    assert "hunter2" not in repr(Settings.load())


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Settings.load().port = 1


def test_every_setting_says_what_it_is_for():
    assert [] == [name for name, field in Settings.model_fields.items() if not field.description]
