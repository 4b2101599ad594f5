"""Look inside the built archives: the contexts must be there, private keys and instances must not."""

import re
import sys
import tarfile
import zipfile
from pathlib import Path

FORBIDDEN_NAMES = (".pem", ".secret", ".sqlite3", "openbadge.toml")
PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}")


def members(archive: Path) -> dict[str, bytes]:
    """Return every file of a wheel or sdist with its content."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}
    with tarfile.open(archive) as sdist:
        return {
            m.name: file.read() for m in sdist.getmembers() if m.isfile() and (file := sdist.extractfile(m))
        }


def main(folder: Path) -> int:
    """Check every archive in a folder; return the number of findings."""
    contexts = {path.name: path.read_bytes() for path in Path("contexts").iterdir()}
    archives = [*folder.glob("*.whl"), *folder.glob("*.tar.gz")]
    findings = (
        [] if len(archives) == 2 else [f"expected one wheel and one sdist in {folder}, found {len(archives)}"]
    )
    for archive in archives:
        files = members(archive)
        prefix = (
            "openbadge_issuer/contexts/" if archive.suffix == ".whl" else f"{archive.name[:-7]}/contexts/"
        )
        findings += [
            f"{archive.name}: {name} is missing or differs"
            for name, data in contexts.items()
            if files.get(prefix + name) != data
        ]
        findings += [
            f"{archive.name}: {name} must not be shipped"
            for name, data in files.items()
            if name.endswith(FORBIDDEN_NAMES) or PRIVATE_KEY.search(data)
        ]
        print(f"{archive.name}: {len(files)} files")
    for finding in findings:
        print(finding, file=sys.stderr)
    return len(findings)


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1])), 1))
