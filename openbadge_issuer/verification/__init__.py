"""
Is this badge good? Every check the standard asks for, and a report that says how each of them ended.

`verifier` has the steps in the order of the specification, `report` what comes out.
"""
