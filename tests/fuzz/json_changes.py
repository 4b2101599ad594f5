"""
What a hostile writer does to JSON: other values, keys that stand twice, nesting, contexts, types, huge numbers.

The words they use are in `words.json`: names that mean something here or to other readers, and odd characters.
"""

import copy
import json
from pathlib import Path

from fuzz import loose_json
from fuzz.loose_json import Members, Raw

WORDS = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
NUMBERS = [*WORDS["numbers"], "9" * 400, "9" * 5_000]
MOST_CHANGES = 4

MOST_REPEATED = 50_000
"""What is repeated many times takes so many characters at the most: more than any target reads."""


def changed_json(data, random, other):
    """Change some JSON at one to four places; None if it cannot be read, or there is nothing in it."""
    value = loose_json.read(data)
    if not isinstance(value, list) or not value:
        return None
    for container, index in random.choices(loose_json.places(value), k=random.randint(1, MOST_CHANGES)):
        if index < len(container):  # an earlier change may have taken it away
            random.choice(_CHANGES)(container, index, random, loose_json.bank(other))
    return loose_json.write(value)


def hostile_text(random):
    """Choose a text that means something somewhere."""
    return random.choice(WORDS["texts"])


def _replace(container, index, random, _bank):
    loose_json.put(container, index, _scalar(random))


def _graft(container, index, random, bank):
    loose_json.put(container, index, _taken(random, bank))


def _delete(container, index, _random, _bank):
    del container[index]


def _repeat(container, index, random, _bank):
    """Put the same once more: in an object that is the same key twice."""
    value = loose_json.value_at(container, index)
    most = min(500, MOST_REPEATED // (1 + len(loose_json.write(value))))
    times = random.choice((1, 1, 1, 1, 2, most))
    container[index:index] = [
        copy.deepcopy(container[index]) for _ in range(times)
    ]  # each may grow by itself


def _rename(container, index, random, bank):
    if isinstance(container, Members):
        container[index] = (_key(random, bank), container[index][1])
    else:
        _replace(container, index, random, bank)


def _add(container, index, random, bank):
    value = _taken(random, bank) if random.randrange(2) else _scalar(random)
    container.insert(index, (_key(random, bank), value) if isinstance(container, Members) else value)


def _wrap(container, index, random, _bank):
    value = loose_json.value_at(container, index)
    key = random.choice(("@value", "@id", "id", "@list", "@set", "@graph", "@included", "x"))
    loose_json.put(
        container, index, random.choice(([value], Members([(key, value)]), Members([(key, [value])])))
    )


def _deepen(container, index, random, _bank):
    depth = random.choice((10, 60, 70, 1_000, 20_000))
    opening, closing = random.choice((("[", "]"), ('{"id":', "}"), ('{"issuer":[', "]}")))
    loose_json.put(container, index, Raw(opening * depth + "1" + closing * depth))


def _change_text(container, index, random, bank):
    value = loose_json.value_at(container, index)
    if not isinstance(value, str):
        _replace(container, index, random, bank)
        return
    start = random.randint(0, len(value))
    end = min(len(value), start + random.choice((0, 0, 1, 1, 4, 1_000)))
    new = random.choice((hostile_text(random), chr(random.randrange(0x11_0000)), value[start:end] * 3, "A"))
    loose_json.put(container, index, value[:start] + new + value[end:])


def _stretch(container, index, random, bank):
    value = loose_json.value_at(container, index)
    text = value if isinstance(value, str) and value else hostile_text(random)
    loose_json.put(container, index, (text * random.choice((2, 40, 1_000)))[:20_000])


def _add_context(container, index, random, bank):
    new = random.choice((Raw(random.choice(WORDS["contexts"])), hostile_text(random), _key(random, bank)))
    for place, member in enumerate(container):
        if isinstance(container, Members) and member[0] == "@context":
            old = (
                member[1]
                if isinstance(member[1], list) and not isinstance(member[1], Members)
                else [member[1]]
            )
            container[place] = ("@context", random.choice(([*old, new], [new, *old])))
            return
    container.insert(index, ("@context", new) if isinstance(container, Members) else new)


def _add_type(container, index, random, _bank):
    new = hostile_text(random)
    for place, member in enumerate(container):
        if isinstance(container, Members) and member[0] == "type":
            old = (
                member[1]
                if isinstance(member[1], list) and not isinstance(member[1], Members)
                else [member[1]]
            )
            container[place] = ("type", [*old, new])
            return
    container.insert(index, ("type", new) if isinstance(container, Members) else new)


def _swap(container, _index, random, _bank):
    one, two = random.randrange(len(container)), random.randrange(len(container))
    container[one], container[two] = container[two], container[one]


_CHANGES = (
    _replace, _replace, _graft, _graft, _delete, _repeat, _rename, _add, _wrap, _deepen, _change_text, _change_text,
    _stretch, _add_context, _add_type, _swap,
)  # fmt: skip


def _scalar(random):
    match random.randrange(4):
        case 0:
            return Raw(random.choice(NUMBERS))
        case 1:
            return Raw(random.choice(("null", "true", "false", "[]", "{}", "[[]]", '[""]', '{"":""}')))
        case _:
            return hostile_text(random)


def _key(random, bank):
    _, known = bank
    return random.choice(random.choice((WORDS["keys"], WORDS["texts"], known or WORDS["keys"])))


def _taken(random, bank):
    values, _ = bank
    return copy.deepcopy(random.choice(values)) if values else _scalar(random)
