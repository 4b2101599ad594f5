"""
From a document to a program that does for all documents of its shape what the reference path does.

**The idea.** Put a marker, an absolute IRI that is nowhere else in the document, in the place of every value,
and send that through the reference path. In the statements that come out, each marker shows
what becomes of the value that stood there; all the rest of the statements is the same for every value.

**What is guaranteed.** For every document of the shape, a program gives the very text of the reference path, or none.
If the reference path refuses a document, programs give none, or refuse it with the same words.

**Why.** Follow a value through the reference path. Whatever looks at it is one of these:

1. *How a text is read.* Expansion looks a text up where it is a context, a type, a language, or mapped through
   the vocabulary: there it is no value, but belongs to the shape (`fixed_keys`). Elsewhere it hands a text on as it is,
   except where an id may stand: keywords, compact IRIs, relative and blank ids. `PlainTexts.are_iris` keeps these out,
   as well as what the rules refuse as an id; and `PlainTexts.escaped` what the rules refuse as any text.
   A literal is made of a text by escaping it, whatever it says (`literals`; where the text must be no text,
   as with doubles, the marker is refused, and there is no program). A value that becomes part of something else,
   as in JSON literals, or of a predicate, a datatype, a language, shows as a marker within a term: no program.
2. *Whether two texts are equal.* Four things ask that.
   a. Equal values of one property are refused. They are objects of one subject and predicate in one graph:
      of these, values that become the same kind of term must differ (`groups`).
   b. Objects with equal ids must be equal in all of their content or are refused (`merging`).
      The id of such an object is the subject of a statement. So while the values that are subjects differ,
      nothing merges; where some are equal, the shape is compiled for that very pattern of what is equal in them,
      all of their content included (`Program.sharing`), with equal markers for equal values.
   c. Equal statements are one. Two statements with different subjects differ, and those of one subject
      are covered by a., or, where objects have merged, by the pattern in b.
   d. What reads like a compact IRI must not stand for an IRI in any statement: no value reads like one (1.),
      and if something in the shape does, there is no program.
   Equal to what belongs to the shape a marker never is, a value may be. That is harmless: in b. only what differs
   is refused, and markers were not; in a. there is no program where a value and a constant could become one term.
3. *How texts are sorted, and hashed.* That is done anew for each document, by `Layout` and `Program`.
4. *How many there are.* All limits of the reference path count things, and none looks at how long a text is.
   What blank nodes cost is counted by the algorithm itself, which is given the same statements in the same order.

Keys, nesting, numbers, contexts, everything else the reference path looks at, is the same in all documents of a shape.
Whether a value is signed at all is one of these things: a marker that is missing is refused as the value would be.

And since proofs are made by people: the first text of a program is compared with that of the reference path,
tests compare thousands, and whatever is not plainly inside these grounds has no program.
"""

from itertools import count

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.canonicalization import to_quads
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.linked_data.issuing import check_for_issuing
from openbadge_issuer.linked_data.marked_statements import MarkedStatements, NotCompilableError
from openbadge_issuer.linked_data.plain_texts import PlainTexts
from openbadge_issuer.linked_data.plan import Group, Plan
from openbadge_issuer.linked_data.program import Pattern, Program
from openbadge_issuer.linked_data.rdf import Quad
from openbadge_issuer.linked_data.rdfc10 import HashAlgorithm, canonicalize_dataset
from openbadge_issuer.linked_data.readings import needs_reading
from openbadge_issuer.linked_data.shapes import Node, Reading, nodes, with_values
from openbadge_issuer.linked_data.strictness import check_document, raise_for

MARKER = "urn:slot-"
"""What markers begin with."""


def compile_program(
    document: JsonObject,
    reading: Reading,
    *,
    pattern: Pattern,
    contexts: Contexts,
    plain: PlainTexts,
    hash_algorithm: HashAlgorithm,
    issuing: bool,
) -> Program:
    """
    Make the program for a document, and for all others of its shape.

    Args:
        document: A document that the reference path takes.
        reading: What `shapes.read` makes of it with the fixed keys of `plain`.
        pattern: What `Program.sharing` says of its values; empty if no program is known that could say it.
        contexts: The contexts at hand.
        plain: The texts that these leave alone.
        hash_algorithm: The one by which blank nodes are told apart.
        issuing: Give up also what other processors are known to write differently.

    Raises:
        NotCompilableError: If there can be no program.
        OpenBadgeError: If the reference path refuses markers; then there can be none either.
    """
    same = dict(pattern)
    slots = [same.get(slot, slot) for slot in range(len(reading.values))]
    marker = _unused_marker(reading)
    marked = with_values(document, (f"{marker}{slot}" for slot in slots), plain.fixed_keys)
    quads = _quads(marked, contexts)
    if issuing:
        canonical = canonicalize_dataset(quads, hash_algorithm=hash_algorithm).nquads
        raise_for(check_for_issuing(marked, quads, canonical=canonical, hash_algorithm=hash_algorithm))
    statements = MarkedStatements(quads, marker, len(slots))
    if statements.used != set(slots):
        raise NotCompilableError
    subjects = tuple(sorted(statements.subjects))
    plan = Plan(
        slots=len(slots),
        subjects=subjects,
        iris=tuple(sorted(statements.iris)),
        groups=(Group(subjects), *(Group(tuple(group)) for group in statements.groups())),
        labels=statements.blanks,
        document=tuple(statements.lines()),
        blanks=tuple(map(tuple, statements.disguised())) if len(statements.blanks) > 1 else (),
        quads=tuple(statements.terms),
    )
    return Program.of(
        plan,
        plain=plain,
        hash_algorithm=hash_algorithm,
        issuing=issuing,
        nodes=_subjects(statements.subjects, nodes(marked, plain.fixed_keys), slots),
    )


def _unused_marker(reading: Reading) -> str:
    """Return a beginning for markers that is nowhere in what belongs to the shape."""
    taken = repr(reading.shape)
    return next(marker for number in count() if (marker := f"{MARKER}{number}:") not in taken)


def _quads(marked: JsonObject, contexts: Contexts) -> list[Quad]:
    """Go the reference path up to the statements, if it is certain which texts it looks at."""
    survey = check_document(marked, contexts)
    if survey.shorthands or needs_reading(survey.contexts):
        raise NotCompilableError
    return to_quads(marked, contexts=contexts)


def _subjects(subjects: set[int], found: list[Node], slots: list[int]) -> tuple[Node, ...]:
    """Return the objects whose ids are subjects; a value must be one in no other way."""
    described = [node for node in found if slots[node.id] in subjects]
    if {slots[node.id] for node in described} != subjects:
        raise NotCompilableError
    return tuple(described)
