"""
`make mutants`: change the code of one package in every small way, and see whether its tests notice.

    make mutants PACKAGE=status         proofs, status, baking, linked_data, verification, keys, json_text
    make mutants PACKAGE=status ONLY="*status_list*"
    make mutants PACKAGE=status ONLY=survivors      once more, those that no test killed
    make mutants PACKAGE=status SECONDS=6           no more than six seconds of tests for each mutant

A mutant that no test kills is a change of behaviour that nobody would notice, or a change of nothing.
Work goes on in the folder `.mutants/PACKAGE`, over copies; a run that was stopped goes on where it was.
At the end every survivor that changes more than wording is printed, and all are in `report.json` there;
`docs/explanation/mutation-testing.md` judges them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".mutants"

TESTS = {
    "baking": ["tests/unit/baking", "tests/vectors/test_1edtech_baked.py"],
    "json_text": ["tests/unit/test_json_text.py"],
    "keys": ["tests/unit/keys"],
    "linked_data": [
        "tests/unit/linked_data",
        "tests/vectors/test_rdfc10.py",
        "tests/vectors/test_w3c_canonical_forms.py",
    ],
    "proofs": ["tests/unit/proofs", "tests/vectors/test_w3c_proofs.py"],
    "status": ["tests/unit/status", "tests/vectors/test_w3c_status_lists.py"],
    "verification": ["tests/unit/verification", "tests/vectors/test_1edtech_outcomes.py"],
}
"""
The tests that judge a package: its own, and those over vectors that are about it.

Tests over generated examples are left out:
they take most of the time, and a mutant that only chance kills is not killed.
"""

COPIED = ["contexts", "docs", "openbadge_issuer", "tests"]
"""What the copy needs; `tests` brings what the tests of one package import from others."""

CONFIGURATION = """
[tool.mutmut]
source_paths = ["openbadge_issuer"]
only_mutate = ["{files}"]
also_copy = ["contexts", "docs"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-m", "not hypothesis and not slow"]
timeout_constant = 1.5
timeout_multiplier = 5.0
"""


def prepare(package):
    """Copy what is needed, and write the configuration for one package."""
    folder = FOLDER / package
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copytree(
            ROOT / name,
            folder / name,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("__pycache__", "node_modules"),
        )
    module = (ROOT / "openbadge_issuer" / f"{package}.py").exists()
    files = f"openbadge_issuer/{package}.py" if module else f"openbadge_issuer/{package}/*"
    configuration = CONFIGURATION.format(files=files, tests=TESTS[package])
    own = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(own + configuration, "utf-8")
    return folder


def survivors(folder):
    """Name the mutants that were tried, and that no test killed."""
    found = json.loads(_engine(folder, "survivors", capture=True).stdout)["survivors"]
    return [mutant["name"] for mutant in found]


def report(folder):
    """Print what became of the mutants, and the change that each survivor makes in what is done."""
    result = json.loads(_engine(folder, "survivors", capture=True).stdout)
    (folder / "report.json").write_text(json.dumps(result, indent=1), "utf-8")
    by_kind = {"behaviour": [], "wording": []}
    for survivor in result["survivors"]:
        by_kind[survivor["kind"]].append(survivor)
    for survivor in by_kind["behaviour"]:
        print(f"\n# {survivor['name']} {survivor['end']}", *survivor["change"], sep="\n")
    counts = ", ".join(f"{count} {end}" for end, count in sorted(result["ends"].items()))
    print(
        f"\n{folder.name}: {counts}; behaviour {len(by_kind['behaviour'])}, wording {len(by_kind['wording'])}"
    )


def _engine(folder, *arguments, capture=False):
    command = [sys.executable, str(Path(__file__).with_name("engine.py")), *arguments]
    return subprocess.run(
        command, cwd=folder, check=False, text=True, stdout=subprocess.PIPE if capture else None
    )


def main():
    """Mutate one package."""
    parser = argparse.ArgumentParser(
        description="Change the code in every small way, and see whether tests notice."
    )
    parser.add_argument("package", choices=TESTS)
    parser.add_argument("only", nargs="*", help="names of mutants, with wildcards; or: survivors")
    parser.add_argument("--jobs", default="1", help="processes at once")
    parser.add_argument("--seconds", default="", help="processor time for the tests of one mutant")
    arguments = parser.parse_args()
    os.environ["MUTANT_SECONDS"] = arguments.seconds
    folder = prepare(arguments.package)
    only = survivors(folder) if arguments.only == ["survivors"] else arguments.only
    _engine(folder, "run", "--max-children", arguments.jobs, *only)
    report(folder)


if __name__ == "__main__":
    main()
