"""`serve --vc-api` is for this machine, and says what is wrong with its words."""

import pytest
import typer
from command_line import run

from openbadge_issuer.cli.serving_vc_api import DEFAULT_HOST, DEFAULT_PORT, check_loopback, contexts_of
from openbadge_issuer.errors import ConfigurationError, ContextError
from openbadge_issuer.settings import Settings


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "school.example", ""])
def test_other_addresses_are_refused(host):
    with pytest.raises(ConfigurationError, match="not served at"):
        check_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_addresses_of_this_machine_will_do(host):
    check_loopback(host)


def test_command_refuses_another_address(tmp_path):
    done = run("serve", "--vc-api", "--host", "0.0.0.0", cwd=tmp_path)
    assert (done.code, "not served at 0.0.0.0" in done.err, "Traceback" in done.err) == (1, True, False)


def test_command_heeds_the_host_of_an_instance(tmp_path):
    done = run(
        "serve",
        "--vc-api",
        cwd=tmp_path,
        OPENBADGE_BASE_URL="https://badges.school.example",
        OPENBADGE_HOST="0.0.0.0",
    )
    assert (done.code, "not served at 0.0.0.0" in done.err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ["--vc-api", "--workers", "2"],
        ["--vc-api", "--context", "https://school.example/context"],
        ["--context", "https://school.example/context=context.json"],
    ],
)
def test_words_that_do_not_go_together_are_a_usage_error(words, tmp_path):
    assert run("serve", *words, cwd=tmp_path).code == 2


def test_context_is_added(tmp_path):
    file = tmp_path / "context.json"
    file.write_text('{"@context": {"shoeSize": "https://school.example/terms#shoeSize"}}')
    url = "https://school.example/context?a=b"
    assert url in contexts_of([f"{url}={file}"])


def test_context_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ContextError, match="cannot be read"):
        contexts_of([f"https://school.example/context={tmp_path / 'nothing.json'}"])


@pytest.mark.parametrize("word", ["https://school.example/context", "=context.json", "https://x.example/="])
def test_context_must_be_a_url_and_a_file(word):
    with pytest.raises(typer.BadParameter, match="URL=FILE"):
        contexts_of([word])


def test_defaults_are_those_of_the_settings():
    fields = Settings.model_fields
    assert (fields["host"].default, fields["port"].default) == (DEFAULT_HOST, DEFAULT_PORT)
