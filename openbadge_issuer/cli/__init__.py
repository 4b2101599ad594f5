"""
The command line: one file per group of commands.

Commands translate words into calls of `services` and results into text or JSON.
They contain no rule about badges.
"""

from openbadge_issuer.extras import needs

needs("typer", "rich")
