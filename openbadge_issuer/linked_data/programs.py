"""
The canonical text of a document: by a program where there is one, otherwise by the reference path.

This is the entry for whoever signs and verifies. Results and refusals are those of `canonicalization`;
what is different is the time, which for a document of a known shape is some twenty microseconds.

Programs are made on the way, and kept, for one set of contexts. Whoever can choose the documents chooses
what is kept; so this is bounded in every respect, and a flood of new shapes costs little more than without:

- A shape is compiled when it comes the second time, if it is not too long.
- All compiling may take a part of the time that the reference path takes; there is an account for it.
- What cannot be compiled is not tried again.
- Programs that were not used since the last round make room for new ones.

A program is used once it has given the text of the reference path for a document.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.compiling import compile_program
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.kept_programs import KeptProgram, KeptPrograms, Remembered
from openbadge_issuer.linked_data.marked_statements import NotCompilableError
from openbadge_issuer.linked_data.plain_texts import PlainTexts
from openbadge_issuer.linked_data.program import Pattern
from openbadge_issuer.linked_data.rdfc10 import HashAlgorithm
from openbadge_issuer.linked_data.shapes import Reading, Shape, read
from openbadge_issuer.linked_data.strictness import vocabulary

MAX_TEXT = 100_000
"""Longest canonical text whose shape is compiled, in characters. One with every property of the standard has 25,000."""

EARNED = 0.2
"""What a text of the reference path adds to the account, as a part of its length; compiling takes all of it."""

MAX_EARNED = 500_000.0
"""Most on the account, and what is on it in the beginning, in characters: 100 usual texts, 0.4 seconds of compiling."""

CONTEXT_SETS = 4
"""Sets of contexts for which programs are kept. An application has one or two."""


class _Key(NamedTuple):
    """What a program is for."""

    hash_algorithm: HashAlgorithm
    issuing: bool
    shape: Shape
    pattern: Pattern


def canonical_text(
    document: JsonObject,
    *,
    hash_algorithm: HashAlgorithm = "sha256",
    contexts: Contexts | None = None,
    issuing: bool = False,
) -> str:
    """
    Return the canonical N-Quads of a document, as `canonicalization.canonicalize` does.

    Args:
        document: The document as it is signed: without its proof.
        hash_algorithm: The one by which blank nodes are told apart.
        contexts: The contexts at hand; those shipped with the package by default.
        issuing: Refuse also what other processors are known to write differently.

    Raises:
        OpenBadgeError: As `canonicalization.canonicalize`.
    """
    if _BY_REFERENCE.get():
        return canonicalize(document, hash_algorithm=hash_algorithm, contexts=contexts, issuing=issuing)
    programs = _programs(shipped() if contexts is None else contexts)
    return programs.canonical_text(document, hash_algorithm=hash_algorithm, issuing=issuing)


@contextmanager
def by_reference() -> Iterator[None]:
    """Let no program be used inside, so that what programs made is checked without their help."""
    before = _BY_REFERENCE.set(True)
    try:
        yield
    finally:
        _BY_REFERENCE.reset(before)


def is_by_reference() -> bool:
    """Tell whether programs are left aside here, and with them whatever they made before."""
    return _BY_REFERENCE.get()


_BY_REFERENCE: ContextVar[bool] = ContextVar("by_reference", default=False)
"""Whether programs are left aside, here and in what is called from here; other threads do not notice."""


@lru_cache(maxsize=CONTEXT_SETS)
def _programs(contexts: Contexts) -> "Programs":
    return Programs(contexts)


class Programs:
    """The programs for one set of contexts; safe for threads."""

    def __init__(self, contexts: Contexts) -> None:
        self._contexts = contexts
        self._plain = PlainTexts(vocabulary(contexts, frozenset(contexts)))
        self._kept: KeptPrograms[_Key] = KeptPrograms()
        self._seen = Remembered()
        self._hopeless = Remembered()
        self._account = MAX_EARNED
        self._lock = Lock()

    def canonical_text(self, document: JsonObject, *, hash_algorithm: HashAlgorithm, issuing: bool) -> str:
        """
        Return the canonical N-Quads of a document.

        Raises:
            OpenBadgeError: As `canonicalization.canonicalize`.
        """
        reading = read(document, self._plain.fixed_keys)
        if reading is None:
            return self._reference(document, hash_algorithm, issuing=issuing)
        key = _Key(hash_algorithm, issuing, reading.shape, ())
        kept = self._kept.find(key)
        text = kept.settling.run(reading.values) if kept else None
        return self._by_shape(key, kept, document, reading) if text is None else text

    def _by_shape(self, key: _Key, known: KeptProgram | None, document: JsonObject, reading: Reading) -> str:
        """Ask the program for the shape, or that for what is equal in the document, or the reference path."""
        kept = known
        if known and (pattern := known.program.sharing(reading.values)):
            key = key._replace(pattern=pattern)
            kept = self._kept.find(key)
        text = kept.program.run(reading.values) if kept and kept.proven else None
        if text is None or kept is None or known is None:
            text = self._reference(document, key.hash_algorithm, issuing=key.issuing)
            self._learn(key, kept, document, reading, text)
        else:
            known.settling.learn(kept.program, key.pattern, reading.values, text)
        return text

    def _reference(self, document: JsonObject, hash_algorithm: HashAlgorithm, *, issuing: bool) -> str:
        return canonicalize(document, hash_algorithm=hash_algorithm, contexts=self._contexts, issuing=issuing)

    def _learn(
        self, key: _Key, kept: KeptProgram | None, document: JsonObject, reading: Reading, text: str
    ) -> None:
        """Make the program that would have given a text of the reference path, or let one prove itself by it."""
        if kept is None and self._is_due(hash(key), text):
            kept = self._compiled(key, document, reading, len(text))
        if kept is None or kept.proven:
            return
        found = kept.program.run(reading.values)
        kept.proven = found == text
        if found is not None and not kept.proven:
            self._give_up(key)

    def _is_due(self, shape: int, text: str) -> bool:
        """Tell whether a shape may be compiled now; what that takes is taken from the account."""
        with self._lock:
            self._account = min(self._account + EARNED * len(text), MAX_EARNED)
            if len(text) > MAX_TEXT or shape in self._hopeless:
                return False
            if shape not in self._seen:
                self._seen.add(shape)
                return False
            if self._account < len(text):
                return False
            self._account -= len(text)
            return True

    def _compiled(self, key: _Key, document: JsonObject, reading: Reading, size: int) -> KeptProgram | None:
        try:
            program = compile_program(
                document,
                reading,
                pattern=key.pattern,
                contexts=self._contexts,
                plain=self._plain,
                hash_algorithm=key.hash_algorithm,
                issuing=key.issuing,
            )
        except (NotCompilableError, OpenBadgeError):
            self._give_up(key)
            return None
        kept = KeptProgram(program, size)
        with self._lock:
            self._kept.keep(key, kept)
        return kept

    def _give_up(self, key: _Key) -> None:
        with self._lock:
            self._kept.drop(key)
            self._hopeless.add(hash(key))
