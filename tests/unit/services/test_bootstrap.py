"""Where services, adapters and settings meet."""

import pytest

from openbadge_issuer.bootstrap import build_services, policy_of, upgrade_database
from openbadge_issuer.errors import ConfigurationError, FetchError
from openbadge_issuer.settings import Settings


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "openbadge.toml").write_text(
        'base_url = "https://badges.school.example"\nidentifier = "none"\nvalidity_days = 30\n'
    )
    return Settings.load(tmp_path)


def test_wiring_creates_nothing(settings, tmp_path):
    services = build_services(settings)
    assert [path.name for path in tmp_path.iterdir()] == ["openbadge.toml"]
    with pytest.raises(ConfigurationError, match="There is no database"):
        services.store.check()


def test_an_upgraded_database_is_in_order(settings, make_school, now):
    upgrade_database(settings)
    upgrade_database(settings)
    services = build_services(settings)
    services.store.check()
    make_school(services, now)
    assert build_services(settings).issuers.root() == "school"
    services.store.close()


def test_the_policy_is_what_the_settings_say(settings):
    policy = policy_of(settings)
    shared = [
        "status_list_size",
        "identifier",
        "show_name",
        "keep_names",
        "validity_days",
        "default_issuer",
    ]
    assert [getattr(policy, name) for name in shared] == [getattr(settings, name) for name in shared]


def test_keys_are_encrypted_with_the_passphrase_of_the_settings(settings, tmp_path, make_school, now):
    secured = Settings.load(tmp_path, key_passphrase="correct horse")
    upgrade_database(secured)
    services = build_services(secured)
    make_school(services, now)
    pems = [path.read_bytes() for path in (tmp_path / "keys").glob("*.pem")]
    assert len(pems) == 2
    assert all(b"ENCRYPTED" in pem for pem in pems)
    services.store.close()


def test_the_service_does_not_reach_its_own_machine(settings, now):
    with pytest.raises(FetchError):
        build_services(settings).verifying.verify_url("http://localhost:1/badge", now=now)
