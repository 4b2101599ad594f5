"""
The W3C's HTTP interface for credentials (VC API), so that other people's test suites can be run against us.

It is an application of its own, for this machine alone: keys are made when it starts and forgotten when it ends,
nobody is asked who they are, and whatever keeps the rules of the W3C data model is signed.
It knows nothing of the instance, its issuers, badges and keys.
"""
