"""
Credentials about several subjects at once: `credentialSubject` as an array (W3C VC Data Model, 4.8).

Open Badges 3.0 asks for one subject. Where others have written several, each must be what the standard describes,
as if it stood there alone.
"""

from dataclasses import replace

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.model.conformance import check_document
from openbadge_issuer.model.w3c_conformance import check_credential
from openbadge_issuer.verification.source import document_kind, types_of

MAX_SUBJECTS = 16
"""Most subjects looked at in one credential; each costs another comparison with the data model."""

_MEMBER = "credentialSubject"
_PATH = f"$.{_MEMBER}"
_FORERUNNERS = frozenset({"StatusList2021Credential"})
"""Status lists that only the W3C's data model describes, not that of Open Badges."""

_KINDS = frozenset({"badge", "endorsement"})


def find_problems(document: JsonObject) -> list[Problem]:
    """Compare a document with the data model, once for each of its subjects."""
    if types_of(document) & _FORERUNNERS and document_kind(document) == "status list":
        return check_credential(document)
    subjects = document.get(_MEMBER)
    if not isinstance(subjects, list) or not subjects or document_kind(document) not in _KINDS:
        return check_document(document)
    if len(subjects) > MAX_SUBJECTS:
        message = f"Expected one subject, or up to {MAX_SUBJECTS} in an array; found {len(subjects)}."
        return [Problem(code="too-many", path=_PATH, message=message)]
    first, *others = subjects
    found = [_moved(problem, 0) for problem in check_document({**document, _MEMBER: first})]
    bare: JsonObject = {key: document[key] for key in ("@context", "type") if key in document}
    for index, subject in enumerate(others, 1):
        problems = [_moved(problem, index) for problem in check_document({**bare, _MEMBER: subject})]
        found += [problem for problem in problems if problem.path.startswith(f"{_PATH}[")]
    return found


def _moved(problem: Problem, index: int) -> Problem:
    """Put the index into the path of a finding in a subject."""
    rest = problem.path.removeprefix(_PATH)
    is_inside = rest != problem.path and rest[:1] in ("", ".", "[")
    return replace(problem, path=f"{_PATH}[{index}]{rest}") if is_inside else problem
