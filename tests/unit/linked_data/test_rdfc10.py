"""RDFC-1.0 beside the published vectors (tests/vectors/test_rdfc10.py): order, labels, budget."""

import random
from itertools import permutations

import pytest
from pyld import jsonld

from openbadge_issuer.errors import ComplexityError
from openbadge_issuer.linked_data import rdfc10
from openbadge_issuer.linked_data.rdf import Quad, serialize
from openbadge_issuer.linked_data.rdfc10 import WORK_LIMIT, canonicalize_dataset

P, Q = "<urn:p>", "<urn:q>"


def twins(number):
    """Blank nodes that look alike, each with a child that looks alike."""
    for index in range(number):
        yield from (Quad("<urn:s>", P, f"_:r{index}"), Quad(f"_:r{index}", P, f"_:c{index}"))
        yield Quad(f"_:c{index}", Q, '"same"')


def clique(number):
    """A graph made to be hard: everything is linked with everything."""
    return [Quad(f"_:e{one}", P, f"_:e{other}") for one in range(number) for other in range(number)]


def between_blanks(line):
    subject, predicate, target, graph = line.split()
    return Quad(f"_:{subject}", f"<urn:{predicate}>", f"_:{target}", f"_:{graph}")


def test_nothing_has_an_empty_canonical_form():
    assert canonicalize_dataset([]) == ("", {})


def test_labels_and_order_of_the_input_do_not_matter():
    quads = [*twins(5), Quad("_:r0", Q, '"different"', "_:c0")]
    expected = canonicalize_dataset(quads).nquads
    shuffled = random.Random(7).sample(quads, len(quads))
    renamed = [
        Quad(*(term.replace("_:r", "_:x").replace("_:c", "_:r") for term in quad)) for quad in shuffled
    ]
    assert canonicalize_dataset(renamed).nquads == expected


def test_a_statement_counts_once():
    quad = Quad("<urn:s>", P, "_:a")
    assert canonicalize_dataset([quad, quad]).nquads == "<urn:s> <urn:p> _:c14n0 .\n"


def test_labels_of_the_input_are_told():
    quads = [Quad("<urn:s>", P, "_:a"), Quad("_:a", P, "_:b")]
    assert canonicalize_dataset(quads).identifiers in (
        {"a": "c14n0", "b": "c14n1"},
        {"a": "c14n1", "b": "c14n0"},
    )


def test_the_hash_algorithm_decides_the_labels():
    quads = [Quad(f"_:{name}", P, f'"{name}"') for name in "abcdefgh"]
    sha256, sha384 = (canonicalize_dataset(quads, hash_algorithm=name) for name in ("sha256", "sha384"))
    assert sha256 != sha384


def test_another_order_can_be_asked_for():
    quads = [Quad("<urn:s>", P, '"😀"'), Quad("<urn:s>", P, '"！"')]
    lines = canonicalize_dataset(quads, order=lambda line: line.encode("utf-16-be")).nquads.splitlines()
    assert "😀" in lines[0]


def test_another_order_counts_within_hashes_too():
    quads = [Quad(f"_:b{number}", P, text) for number in range(5) for text in ('"😀"', '"！"', f'"{number}"')]
    code_points = canonicalize_dataset(quads).identifiers
    assert canonicalize_dataset(quads, order=lambda line: line.encode("utf-16-be")).identifiers != code_points


def test_200_equal_results_are_no_trouble():
    assert canonicalize_dataset(twins(200)).nquads.count("\n") == 600


def test_graphs_that_look_alike_are_no_trouble():
    quads = [Quad("<urn:s>", P, f"_:g{number}") for number in range(30)]
    quads += [
        Quad(f"_:p{number}", f"<urn:{name}>", '"same"', f"_:g{number}")
        for number in range(30)
        for name in "abcdef"
    ]
    assert canonicalize_dataset(quads).nquads.count("\n") == 30 * 7


@pytest.mark.parametrize(
    "lines",
    [
        ["z0 p z1 y0", "z1 p z2 y1", "z2 p z0 y2"],
        ["y0 q x1 y1", "y1 q x0 y0"],
        ["x0 p x1 y1", "x1 p x0 y0"],
        ["z0 q y0 x1", "z1 q y1 x0"],
        ["z0 q x1 x0", "z0 p z1 y1", "z1 q x0 x1", "z1 p z0 y0"],
    ],
)
def test_graphs_whose_names_look_alike_are_labelled_as_others_do(lines):
    quads = list(map(between_blanks, lines))
    options = {
        "algorithm": "URDNA2015",
        "inputFormat": "application/n-quads",
        "format": "application/n-quads",
    }
    assert canonicalize_dataset(quads).nquads == jsonld.normalize(serialize(quads), options)


def test_of_equal_paths_the_first_is_chosen():
    """4.8 (5.4.6) takes a path only if it is less, in whatever order the statements come."""
    ring = ["c14n0 p c14n2 c14n1", "c14n1 p c14n0 c14n2", "c14n2 p c14n1 c14n0"]
    for quads in permutations(map(between_blanks, ring)):
        assert canonicalize_dataset(quads).nquads == serialize(map(between_blanks, ring))


@pytest.mark.parametrize("size", [10, 50])
def test_a_poison_graph_is_refused_when_its_budget_is_spent(size, monkeypatch):
    hashed = []
    hash_it = rdfc10._Canonicalization._hash
    monkeypatch.setattr(
        rdfc10._Canonicalization, "_hash", lambda self, text: hashed.append(1) or hash_it(self, text)
    )
    with pytest.raises(ComplexityError, match="look alike"):
        canonicalize_dataset(clique(size))
    assert len(hashed) < 2 * WORK_LIMIT


def test_the_work_limit_can_be_set():
    assert canonicalize_dataset(clique(5), work_limit=10 * WORK_LIMIT).nquads
    with pytest.raises(ComplexityError):
        canonicalize_dataset(twins(5), work_limit=5)


def test_all_the_work_that_is_allowed_may_be_done():
    """Each of four nodes looks at its two statements, and at each of its neighbours in turn."""
    assert canonicalize_dataset(twins(2), work_limit=12).nquads
    with pytest.raises(ComplexityError):
        canonicalize_dataset(twins(2), work_limit=11)


def test_a_long_chain_of_look_alikes_is_refused_rather_than_overflowing():
    chain = [Quad(f"_:l{index}", P, f"_:l{index + 1}") for index in range(5000)]
    ring = [*chain, Quad("_:l5000", P, "_:l0")]
    with pytest.raises(ComplexityError):
        canonicalize_dataset(ring, work_limit=10**6)
