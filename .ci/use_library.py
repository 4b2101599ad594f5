"""Issue, bake and verify a badge with nothing but the installed library."""

import importlib.util
import struct
import zlib
from pathlib import Path

import openbadge_issuer
from openbadge_issuer import Achievement, Issuer, Recipient, verify


def tiny_png() -> bytes:
    """Return a picture of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )


def main() -> None:
    """Go through a badge's life."""
    if Path(openbadge_issuer.__file__).is_relative_to(Path.cwd() / "openbadge_issuer"):
        raise SystemExit("this must run against the installed wheel, not the checkout")
    if importlib.util.find_spec("fastapi"):
        raise SystemExit("the library alone must not bring the service's packages")
    issuer = Issuer.create(name="Example Tech School", url="https://school.example")
    badge = issuer.issue(
        Achievement(
            name="Superbots", description="Robotics in industry.", criteria="Design, build and pitch a robot."
        ),
        Recipient(email="ada@school.example"),
    )
    baked = badge.bake(tiny_png())
    for source in (badge.json, baked):
        report = verify(source)
        if not report.valid:
            raise SystemExit(f"the badge does not verify: {report.to_dict()}")
    if verify(badge.json.replace("Superbots", "Superb0ts")).valid:
        raise SystemExit("a changed badge verifies")
    print("issued, baked and verified with the installed wheel:", badge.id)


if __name__ == "__main__":
    main()
