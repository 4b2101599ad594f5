"""What the command line says when something is not as it must be."""

import importlib.metadata
import json
import subprocess

import pytest
import typer
from command_line import COMMAND, environment, run

from openbadge_issuer.cli import documents
from openbadge_issuer.cli.app import READER_LEFT
from openbadge_issuer.errors import ContextError
from openbadge_issuer.linked_data import contexts
from openbadge_issuer.settings import Settings

COMMANDS = ["key list", "api-key list", "achievement list", "list", "migrate", "serve", "export"]


@pytest.mark.parametrize("command", COMMANDS)
def test_without_an_instance_a_command_says_how_to_make_one(command, tmp_path):
    done = run(*command.split(), cwd=tmp_path)
    assert (done.code, "openbadge-issuer init" in done.err, "Traceback" in done.err) == (1, True, False)


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path):
    assert run("verify", tmp_path / "nothing.json").code == 2


def test_a_url_cannot_be_verified_offline():
    assert run("verify", "--offline", "https://school.example/credentials/1").code == 2


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"not json",
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b"[" * 200,
        b"\xff\xfe",
        b"\x89PNG\r\n\x1a\n",
        b"<svg/>",
        b"a.b.c",
    ],
    ids=["empty", "words", "key twice", "NaN", "200 deep", "not UTF-8", "cut picture", "no badge", "no JWT"],
)
def test_what_is_no_badge_is_invalid_in_one_sentence(source):
    done = run("verify", "-", "--offline", "--json", stdin=source)
    report = json.loads(done.out)
    assert (done.code, report["outcome"], "Traceback" in done.err) == (1, "invalid", False)
    assert "failed" in [check["result"] for check in report["checks"]]


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_key_that_others_can_read_stops_the_command(mode, tmp_path):
    school = tmp_path / "school"
    run("init", "-d", school, "--name", "School", "--base-url", "http://localhost:8000")
    key = next((school / "keys").glob("*ed25519*.pem"))
    key.chmod(mode)
    done = run("sign", "-", "-d", school, stdin=b"{}")
    assert (done.code, str(key) in done.err, "chmod" in done.err) == (1, True, True)


def test_a_wrong_passphrase_is_said_without_key_material(tmp_path):
    school = tmp_path / "school"
    words = ["--name", "School", "--base-url", "http://localhost:8000"]
    assert run("init", "-d", school, *words, OPENBADGE_KEY_PASSPHRASE="open sesame").code == 0
    done = run("sign", "-", "-d", school, stdin=b"{}", OPENBADGE_KEY_PASSPHRASE="wrong")
    assert (done.code, "passphrase" in done.err, "open sesame" in done.err) == (1, True, False)


def test_serve_refuses_to_start_without_its_keys(tmp_path):
    school = tmp_path / "school"
    run("init", "-d", school, "--name", "School", "--base-url", "http://localhost:8000")
    for path in (school / "keys").glob("*.pem"):
        path.unlink()
    done = run("serve", "-d", school, "--port", "1")
    assert (done.code, ".pem" in done.err, "Traceback" in done.err) == (1, True, False)


def test_serve_refuses_to_start_without_the_award_secret(tmp_path):
    school = tmp_path / "school"
    run("init", "-d", school, "--name", "School", "--base-url", "http://localhost:8000")
    (school / "keys" / "award-secret.secret").unlink()
    done = run("serve", "-d", school, "--port", "1")
    assert (done.code, "award-secret.secret" in done.err, "backup" in done.err) == (1, True, True)


def test_a_badge_that_cannot_be_fetched_is_undecided_and_not_invalid():
    done = run("verify", "http://localhost:1/credentials/x", "--json")
    report = json.loads(done.out)
    assert (done.code, report["outcome"], report["error"]["code"]) == (3, "unknown", "fetch")


def test_a_folder_of_documents_without_an_index_is_a_usage_error(tmp_path):
    done = run("verify", "-", "--documents", tmp_path, stdin=b"{}")
    assert (done.code, "index.json" in done.err) == (2, True)


def test_with_a_changed_context_nothing_is_decided_and_the_file_is_named(monkeypatch, capsys):
    def damaged():
        raise ContextError("contexts/x.json was changed.", hint="Restore it.")

    monkeypatch.setattr(contexts, "shipped", damaged)
    with pytest.raises(typer.Exit) as ended:
        documents.verify("nothing.json")
    told = capsys.readouterr().out
    assert (ended.value.exit_code, "contexts/x.json" in told, "Restore it." in told) == (3, True, True)


def test_a_reader_that_leaves_makes_no_badge_invalid(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "verify", "-", "--offline", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    process.stdout.close()
    process.communicate(b"{}")
    assert process.returncode == READER_LEFT


def test_a_base_url_on_this_machine_is_where_serve_listens(tmp_path):
    run("init", "-d", tmp_path / "a", "--name", "School", "--base-url", "http://localhost:8123/badges")
    run("init", "-d", tmp_path / "b", "--name", "School", "--base-url", "https://badges.school.example:8443")
    assert Settings.load(tmp_path / "a").port == 8123
    assert Settings.load(tmp_path / "b").port == 8000


@pytest.mark.parametrize("command", ["migrate", "export"])
def test_what_reports_can_report_as_json(command, tmp_path):
    school = tmp_path / "school"
    words = ["--name", "School", "--base-url", "http://localhost:8000"]
    assert json.loads(run("init", "-d", school, *words, "--json").out)["did"] == "did:web:localhost%3A8000"
    assert json.loads(run(command, "-d", school, "--json").out)


def test_an_interrupted_making_is_gone_on_with(tmp_path):
    school, words = tmp_path / "school", ["--name", "School", "--base-url", "http://localhost:8000"]
    first = run("init", "-d", school, *words, "--slug", "No Slug")
    assert (first.code, (school / "openbadge.toml").exists()) == (1, True)
    assert run("init", "-d", school, *words).code == 0
    assert run("init", "-d", school, *words).code == 1


@pytest.mark.parametrize("words", [["--base-url", "http://localhost:8000", "--logo", "nothing.png"], []])
def test_init_with_words_missing_or_wrong_makes_nothing(words, tmp_path):
    school = tmp_path / "school"
    assert run("init", "-d", school, "--name", "School", *words).code in {1, 2}
    assert not school.exists()


def test_an_instance_below_a_file_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    done = run("init", "-d", tmp_path / "file" / "x", "--name", "S", "--base-url", "http://localhost:8000")
    assert (done.code, str(tmp_path) in done.err, "Traceback" in done.err) == (1, True, False)


def test_the_version_is_told():
    done = run("--version")
    assert (done.code, done.out.strip()) == (0, importlib.metadata.version("openbadge-issuer"))
