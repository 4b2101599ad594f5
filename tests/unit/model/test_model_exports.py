import subprocess
import sys

import openbadge_issuer.model


def test_everything_exported_is_there():
    assert all(hasattr(openbadge_issuer.model, name) for name in openbadge_issuer.model.__all__)


def test_every_class_of_the_model_is_exported():
    classes, found = [openbadge_issuer.model.Model], set()
    while classes:
        classes.extend(below := classes.pop().__subclasses__())
        found |= {one.__name__ for one in below if one.__module__.startswith("openbadge_issuer.model.")}
    inner = {
        "AchievementProperties",
        "CredentialProperties",
        "EndorsementProperties",
        "ProfileProperties",
        "SubjectProperties",
        "Issuer",
    }
    assert found - inner <= set(openbadge_issuer.model.__all__)


def test_importing_builds_no_class():
    code = (
        "import openbadge_issuer.model as m; "
        "assert not [name for name in m.__all__ if getattr(getattr(m, name), '__pydantic_complete__', False)]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
