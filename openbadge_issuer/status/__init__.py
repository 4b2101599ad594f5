"""
What became of a credential after it was signed: W3C Bitstring Status List v1.0.

`bitstring` holds the bits and their compressed text,
`status_list` the entry in a badge and the list it points to.
Which index a badge gets, and how lists are signed, kept and fetched, is decided on higher floors.
"""
