"""
Timing a function that is called again and again; imported by the bench and by peers in environments of their own.

Nothing but Python's own library is used here.
"""

import time


def timed(function, count):
    """Call a function some times; return how many seconds went by, and how many of them this process had a core."""
    core, clock = time.process_time(), time.perf_counter()
    for _ in range(count):
        function()
    return {"seconds": time.perf_counter() - clock, "core_seconds": time.process_time() - core}
