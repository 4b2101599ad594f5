"""What the package promises: its names, and the example that opens the README."""

import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import openbadge_issuer

ROOT = Path(__file__).parents[2]

NAMES = [
    "Achievement",
    "Award",
    "Badge",
    "Check",
    "CheckResult",
    "Contexts",
    "Endorsement",
    "Issuer",
    "KeyKind",
    "LocalSigner",
    "OpenBadgeError",
    "Outcome",
    "PresentationReport",
    "PresentedCredential",
    "Profile",
    "PublicKey",
    "Recipient",
    "Signer",
    "VerificationError",
    "VerificationReport",
    "bake",
    "derive",
    "sign",
    "sign_presentation",
    "unbake",
    "verify",
    "verify_credential",
    "verify_presentation",
]


def test_exported_names_are_these():
    assert list(openbadge_issuer.__all__) == NAMES
    assert set(NAMES) <= set(dir(openbadge_issuer))


@pytest.mark.parametrize("name", NAMES)
def test_every_exported_name_leads_to_something_with_a_description(name):
    assert getattr(openbadge_issuer, name).__doc__


def test_type_checkers_are_told_the_same_homes_as_python():
    source = Path(openbadge_issuer.__file__).read_text("utf-8")
    block = source.partition("if TYPE_CHECKING:")[2].partition("__all__")[0]
    told = {
        (module, name.strip())
        for module, names in re.findall(r"from openbadge_issuer\.?([\w.]*) import ([\w, ]+)", block)
        for name in names.split(",")
    }
    assert {(module, name) for module, names in openbadge_issuer._HOMES.items() for name in names} == told


def test_other_names_are_not_there():
    with pytest.raises(AttributeError, match="no attribute 'forge'"):
        _ = openbadge_issuer.forge


def test_import_alone_loads_nothing():
    code = (
        "import sys, openbadge_issuer; print([m for m in sys.modules if m.startswith('openbadge_issuer.')])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_example_in_the_readme_runs_as_written(tmp_path):
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert example is not None
    (tmp_path / "robot.png").write_bytes(a_picture())
    code = example[1] + "\nassert verify(Path('superbots.png').read_bytes()).valid\n"
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith('{"@context":')


def a_picture():
    """One grey pixel as PNG."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
