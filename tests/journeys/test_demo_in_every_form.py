"""A badge of the demo holds in every form in which it is taken along, by its address, and by its QR code."""

import subprocess
import sys
from urllib.request import urlopen

import pytest
from demo_site import demo_site
from drawings import page_picture, qr_codes


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The demo school, served."""
    with demo_site(tmp_path_factory.mktemp("demo") / "school") as found:
        yield found


def fetched(site, form):
    with urlopen(f"{site.base_url}{site.badge}.{form}") as answer:
        return answer.read()


def verified(source):
    call = [sys.executable, "-m", "openbadge_issuer", "verify", str(source)]
    return subprocess.run(call, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("form", ["json", "jwt", "png", "svg"])
def test_file_holds(site, tmp_path, form):
    path = tmp_path / f"badge.{form}"
    path.write_bytes(fetched(site, form))
    result = verified(path)
    assert (result.returncode, "valid" in result.stdout) == (0, True), result.stdout


def test_address_holds(site):
    assert verified(site.base_url + site.badge).returncode == 0


def test_qr_code_of_the_certificate_leads_to_a_badge_that_holds(site):
    (address,) = qr_codes(page_picture(fetched(site, "pdf")))
    assert verified(address).returncode == 0
