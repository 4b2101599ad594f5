"""What PyLD is given when it asks for a context."""

import pytest

from openbadge_issuer.errors import ContextError
from openbadge_issuer.linked_data.contexts import CREDENTIALS_V2, shipped
from openbadge_issuer.linked_data.loader import document_loader


def test_a_context_at_hand_is_served_under_its_own_url():
    answer = document_loader(shipped())(CREDENTIALS_V2, {})
    assert answer["documentUrl"] == CREDENTIALS_V2
    assert answer["contextUrl"] is None
    assert answer["document"] == shipped().document(CREDENTIALS_V2)


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/v1", "file:///etc/passwd", "", CREDENTIALS_V2 + "/"]
)
def test_everything_else_is_refused(url):
    with pytest.raises(ContextError):
        document_loader(shipped())(url, {})
