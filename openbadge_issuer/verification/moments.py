"""
Comparing moments with the clock, with one tolerance for all forms.

Clocks of issuers, holders and verifiers differ by seconds to minutes.
"""

from datetime import datetime, timedelta

CLOCK_TOLERANCE = timedelta(seconds=300)
"""
How far clocks may differ, in seconds: five minutes, as other verifiers in use allow.
It counts in both directions and for every form: dates of credentials, proofs, JWT claims and status lists.
"""


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Tell whether a moment lies ahead of now, beyond what clocks may differ by."""
    return moment - now > CLOCK_TOLERANCE


def is_over(moment: datetime, now: datetime) -> bool:
    """Tell whether a moment has passed, beyond what clocks may differ by."""
    return now - moment > CLOCK_TOLERANCE
