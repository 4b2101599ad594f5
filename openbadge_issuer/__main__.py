"""
The `openbadge-issuer` command, also as `python -m openbadge_issuer`.

Turns errors raised on purpose into a sentence and an exit code; the commands themselves are in `cli`.
"""

import sys

from openbadge_issuer.errors import MissingExtraError, OpenBadgeError
from openbadge_issuer.extras import missing

FAILED = 1
USAGE = 2


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        from openbadge_issuer.cli.app import app

        app()
    except MissingExtraError as error:
        sys.exit(_explain(error, code=USAGE))
    except OpenBadgeError as error:
        sys.exit(_explain(error))
    except ModuleNotFoundError as error:
        sys.exit(_missing(error))
    except OSError as error:
        sys.exit(_explain_system(error))


def _explain(error: OpenBadgeError, *, code: int = FAILED) -> int:
    print(f"{error.code}: {error.message}", file=sys.stderr)
    for problem in error.problems:
        if problem.message not in error.message:
            print(f"  {problem}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)
    return code


def _explain_system(error: OSError) -> int:
    """Tell what the system refused: a full disk, a folder without rights."""
    place = f"{error.filename}: " if error.filename else ""
    print(f"system: {place}{error.strerror or error}.", file=sys.stderr)
    print("  What was finished is kept; when this is mended, run the same command again.", file=sys.stderr)
    return FAILED


def _missing(error: ModuleNotFoundError) -> int:
    if not error.name or error.name.startswith("openbadge_issuer"):
        raise error
    return _explain(missing(error.name), code=USAGE)


if __name__ == "__main__":
    main()
