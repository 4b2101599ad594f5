"""What people wrote, as pages show it: a part of Markdown, and nothing that runs or loads."""

import re

import pytest

from openbadge_issuer.web.markdown import markdown, web_url


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\r\n\r\n \nThree\n", '<p dir="auto">One<br>two</p>\n<p dir="auto">Three</p>'),
        ("- one\n* two\n+ three", '<ul dir="auto"><li>one</li><li>two</li><li>three</li></ul>'),
        ("1. one\n2) two", '<ol dir="auto"><li>one</li><li>two</li></ol>'),
        ("Bring:\n- tools", '<p dir="auto">Bring:</p>\n<ul dir="auto"><li>tools</li></ul>'),
        ("# Part\nText", '<h3 dir="auto">Part</h3>\n<p dir="auto">Text</p>'),
        ("###### Deep", '<h6 dir="auto">Deep</h6>'),
        ("", ""),
    ],
)
def test_blocks_are_what_they_look_like(text, html):
    assert markdown(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *soft* and _low_", "<strong>bold</strong> and <em>soft</em> and <em>low</em>"),
        ("`a **b**`", "<code>a **b**</code>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("**open", "**open"),
    ],
)
def test_marks_within_a_line(text, html):
    assert markdown(text) == f'<p dir="auto">{html}</p>'


def test_links_lead_to_the_web_and_pass_nothing_on():
    html = markdown("[the brief](https://school.example/a?b=1&c=2), or https://school.example/b.")
    found = re.findall(r'<a href="([^"]+)" rel="noopener noreferrer nofollow">([^<]+)</a>', html)
    assert found == [
        ("https://school.example/a?b=1&amp;c=2", "the brief"),
        ("https://school.example/b", "https://school.example/b"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,y)",
        "![x](//evil.example/a.png)",
        "<img src=x onerror=alert(1)>",
        '[x](https://a.example/"onmouseover="alert(1))',
        "`<b>`**<i>**",
        "# <u>",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(text):
    html = markdown(text)
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "a", "code", "strong", "h3"}
    assert set(re.findall(r' (\w+)="', html)) <= {"dir", "href", "rel"}
    assert "href" not in html or 'href="https://' in html


@pytest.mark.parametrize("mark", ["*", "**", "_", "`", "[", "[a](", "# #", "https://", "- "])
def test_marks_without_end_stay_text(mark):
    html = markdown(mark * 20_000)
    assert re.sub(r"<[^>]*>", "", html).count(mark.strip()[-1]) >= 10_000


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/path",
        "",
        "https://[bad",
        "ftp://a.example",
    ],
)
def test_pages_do_not_link_to_what_could_run(text):
    assert web_url(text) is None


def test_pages_link_to_web_addresses():
    assert web_url("https://school.example/a?b=c#d") == "https://school.example/a?b=c#d"
