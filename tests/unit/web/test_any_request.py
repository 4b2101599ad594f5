"""Whatever is asked, within the OpenAPI document or beside it: no request makes the service fail."""

import warnings

import hypothesis
import pytest

from openbadge_issuer.ports import Scope

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what it is made of speaks of what will be
    import schemathesis

EXAMPLES = 6
"""Examples for each operation: those of sixty operations take a minute."""

NOT_IMPLEMENTED = 501
"""What there is not in this form, which is no failure."""


SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[*hypothesis.HealthCheck],
)


@pytest.fixture
def operations(instance):
    """What can be asked of a service, by method and path."""
    instance.award()
    schema = schemathesis.openapi.from_asgi("/openapi.json", instance.app)
    found = [result.ok() for result in schema.get_all_operations()]
    return {f"{each.method.upper()} {each.path}": each for each in found}


def failures(operation, headers):
    """The answers that tell of a failure of ours, among those to some requests."""
    found = []

    @SETTINGS
    @hypothesis.given(case=operation.as_strategy())
    def ask(case):
        status = case.call(headers=headers).status_code
        if status >= 500 and status != NOT_IMPLEMENTED:
            found.append((status, case.path_parameters, case.query, str(case.body)[:200]))

    ask()
    return found


def test_no_request_makes_the_service_fail(instance, operations):
    headers = instance.key(*Scope)
    assert len(operations) > 30
    assert {name: found for name, each in operations.items() if (found := failures(each, headers))} == {}
