import pytest
from jinja2 import UndefinedError

from openbadge_issuer.web.templating import _environment


def page(source, **values):
    return _environment().from_string(source).render(**values)


def test_values_are_escaped():
    assert page("{{ name }}", name="<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_value_nobody_gave_is_an_error():
    with pytest.raises(UndefinedError):
        page("{{ nmae }}", name="Ada")


def test_part_a_document_does_not_have_is_nothing():
    assert page("{% if document.image %}x{% endif %}{{ document.image }}", document={}) == ""


def test_values_in_translated_texts_are_escaped():
    text = page('{{ _("Issued by %(name)s", name=name) }}', name="<script>")
    assert text == "Issued by &lt;script&gt;"


def test_translated_values_are_escaped():
    assert page("{{ name | translated }}", name="<b>") == "&lt;b&gt;"
