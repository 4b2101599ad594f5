"""
mutmut, with wording left alone, and its survivors sorted by what they change.

Run in the folder that `run.py` prepares: `engine.py run …` is `mutmut run …`; `engine.py survivors` writes JSON.

What an error says to people is not mutated; whether it is raised is, by its condition.
mutmut would write each sentence in three wrong ways, and a test that notices repeats the sentence:
that proves nothing, and makes sentences hard to mend.
"""

import ast
import json
import sys
from collections import Counter
from itertools import zip_longest

import libcst
import mutmut.__main__
from collected_once import OneCollection
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant, read_functions_from_index
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

SAID = {"message", "hint", "reason", "shown"}
"""Names of variables and arguments that hold sentences."""

SHOWN = SAID | {"path", "value", "title"}
"""Names of arguments that say what was found, and where: people read these, no verdict depends on them."""


CUTTING = {"shorten", "name_of"}
"""Names of functions that make something fit to be shown."""

SAME = {'"ascii"', '"utf-8"'}
"""Texts that mean the same in capitals: names of encodings."""


def leave_wording_alone():
    """Let mutmut pass over what is only said: what a `raise` says, sentences, messages and hints."""
    skips = MutationVisitor._skip_node_and_children

    def skips_wording(visitor, node):
        return _is_said(node) or skips(visitor, node)

    MutationVisitor._skip_node_and_children = skips_wording


def _is_said(node):
    match node:
        case libcst.Raise():
            return True
        case libcst.SimpleString():
            return " " in node.value or node.value in SAME
        case libcst.Call(func=libcst.Name(value=name)):
            return name in CUTTING
        case libcst.Arg(keyword=libcst.Name(value=name)):
            return name in SHOWN or name == "strict"
        case libcst.Assign(targets=[libcst.AssignTarget(target=libcst.Name(value=name))]):
            return name in SAID
    return False


def survivors():
    """Return how many mutants ended how, and each that survived with its change and kind."""
    ends, found = Counter(), []
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            end = status_by_exit_code[code]
            ends[end] += 1
            if end not in ("killed", "not checked"):
                lines = get_diff_for_mutant(name, path=path).split("\n")[3:]
                change = [line for line in lines if line[:1] in "+-"]
                found.append({"name": name, "end": end, "kind": kind_of(name, path), "change": change})
    return {"ends": ends, "survivors": found}


def kind_of(name, path):
    """Tell "wording", which people read about what is raised or found, from "behaviour", which is all else."""
    functions = read_functions_from_index(name, path)
    if functions is None:
        return "behaviour"
    way = _way_to_change(*(ast.parse(libcst.Module([function]).code) for function in functions))
    return "wording" if any(map(_is_wording, way)) and not _is_word(way[-1]) else "behaviour"


def _way_to_change(one, other):
    """List the nodes from the function down to the innermost that holds the whole change."""
    way = [one]
    if type(one) is not type(other):
        return way
    pairs = list(zip_longest(_fields(one), _fields(other)))
    different = [(left, right) for left, right in pairs if _dump(left) != _dump(right)]
    if len(different) == 1 and isinstance(different[0][0], ast.AST) and isinstance(different[0][1], ast.AST):
        return way + _way_to_change(*different[0])
    return way


def _is_word(node):
    """Tell whether a text may be a code that others act upon: one word, and no JSON path."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not set(" $") & set(node.value)


def _fields(node):
    for _, value in ast.iter_fields(node):
        yield from value if isinstance(value, list) else [value]


def _dump(value):
    return ast.dump(value) if isinstance(value, ast.AST) else repr(value)


def _is_wording(node):
    if isinstance(node, ast.Raise | ast.JoinedStr):
        return True
    if isinstance(node, ast.keyword):
        return node.arg in SHOWN
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id in SAID for target in node.targets)
    return False


def main():
    """Do as the first argument says."""
    if sys.argv[1] == "survivors":
        config()
        print(json.dumps(survivors()))
    else:
        leave_wording_alone()
        mutmut.__main__.get_mutant_runner = OneCollection
        cli()


if __name__ == "__main__":
    main()
