"""
Calls without the detour that mutmut puts before each function.

mutmut lets every call look up in the environment which mutant is meant, and that takes longer than most functions.
In a process that tries one mutant this is known beforehand: names lead to the functions themselves,
and those of the mutated function to the mutant.
Where a function is kept otherwise than under a name, as in a table, mutmut's detour stays, which leads there too.
"""

import sys
from inspect import getclosurevars, isclass, isfunction
from types import ModuleType

from mutmut.mutation import trampoline


class DirectCalls:
    """The names that lead past mutmut's detours."""

    def __init__(self):
        self._mutants = {}
        for module in [one for one in sys.modules.values() if isinstance(one, ModuleType)]:
            for owner in [module, *filter(isclass, vars(module).values())]:
                self._lead_past(owner)

    def lead_to(self, mutant):
        """Let the names of the mutated function lead to a mutant, which is given with its module."""
        function, places = self._mutants.get(mutant, (None, ()))
        for owner, name in places:
            setattr(owner, name, function)

    def _lead_past(self, owner):
        for name, value in list(vars(owner).items()):
            if not isfunction(value) or value.__code__.co_name != "_trampoline_wrapper":
                continue
            detour = getclosurevars(getclosurevars(value).nonlocals["trampoline"]).nonlocals
            if value.__code__.co_filename != trampoline.__file__ or detour["is_classmethod"]:
                continue
            mutants = detour["mutants_dict"]
            setattr(owner, name, mutants["_mutmut_orig"])
            for key, function in mutants.items():
                mutant = f"{value.__module__}.{key}"
                self._mutants.setdefault(mutant, (function, []))[1].append((owner, name))
