import io
import re
from datetime import timedelta

import pypdf
import pytest
from drawings import page_picture, png_picture, qr_codes, svg_picture
from web_service import BASE_URL, BROWSER, TestClient, draft, open_instance, problem_of

from openbadge_issuer.ports import RevocationCategory
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.web.keepsakes import Keepsakes
from openbadge_issuer.web.theme import Theme

GERMAN = {**BROWSER, "Accept-Language": "de"}


@pytest.fixture
def badge(instance):
    return instance.award(role="Lead").record


def read(client, badge, **options):
    answer = client.get(f"/credentials/{badge.id}.pdf", **options)
    assert answer.status_code == 200, answer.text
    return pypdf.PdfReader(io.BytesIO(answer.content)), answer


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_certificate_says_what_the_badge_says_as_text(client, badge):
    text = text_of(read(client, badge)[0])
    assert "COMMUNITY SERVICE" in text
    for said in ("Robotics", "Robotics in industry.", "Example Tech School", "1 June 2026", "Lead"):
        assert said in text
    assert "Designed with Example Robotics" in text
    assert "Signed by the domain badges.school.example" in text


def test_certificate_is_tagged_for_screen_readers(client, badge):
    root = read(client, badge)[0].trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    kinds, figures = set(), []

    def walk(element):
        if "/S" in element:
            kinds.add(element["/S"])
            figures.extend([element.get("/Alt")] if element["/S"] == "/Figure" else [])
        below = element.get("/K", [])
        children = [child.get_object() for child in (below if isinstance(below, list) else [below])]
        for child in children:
            walk(child) if isinstance(child, dict) else None

    walk(root["/StructTreeRoot"])
    assert {"/H1", "/P", "/Figure", "/Link"} <= kinds
    assert {"The badge Robotics", "Logo of Example Tech School", "QR code of the badge's page"} <= set(
        figures
    )


def test_certificate_names_its_language_and_title_and_shows_the_title(client, badge):
    reader, answer = read(client, badge, headers=GERMAN)
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("de", True)
    assert reader.metadata.title == "Robotics: ein Badge von Example Tech School"
    assert answer.headers["content-language"] == "de"
    assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("letter", (792, 612))])
def test_certificate_is_set_for_the_paper_of_the_setting(instance, badge, paper, size):
    application = instance.app
    with TestClient(application, base_url=BASE_URL) as client:
        application.state.runtime.theme = Theme(paper=paper)
        box = read(client, badge)[0].pages[0].mediabox
    assert size == (round(box.width), round(box.height))


def test_certificate_is_written_in_the_visitors_language(client, badge):
    text = text_of(read(client, badge, headers=GERMAN)[0])
    assert "Ausgestellt von Example Tech School" in text
    assert "1. Juni 2026" in text


def test_qr_code_on_the_certificate_leads_to_the_page(client, badge):
    _, answer = read(client, badge)
    assert qr_codes(page_picture(answer.content)) == [f"{BASE_URL}/credentials/{badge.id}"]


def test_qr_code_of_a_badge_leads_to_the_page(client, badge):
    answer = client.get(f"/credentials/{badge.id}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert qr_codes(svg_picture(answer.content)) == [f"{BASE_URL}/credentials/{badge.id}"]
    assert client.get("/credentials/none/qr.svg").status_code == 404


def test_certificate_is_saved_as_a_file_and_kept_by_its_tag(client, badge):
    _, answer = read(client, badge)
    assert answer.headers["content-disposition"] == f'attachment; filename="robotics-{badge.id[:8]}.pdf"'
    assert answer.headers["x-robots-tag"] == "noindex"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/credentials/{badge.id}.pdf", headers=tag).status_code == 304


def test_certificate_of_a_revoked_badge_says_so(instance, client, badge):
    read(client, badge)
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    text = text_of(read(client, badge)[0])
    assert "Revoked on 1 June 2026" in text
    assert "Signed by" not in text


def test_certificate_of_an_expired_badge_says_so(instance, client):
    badge = instance.award(issued_on=instance.now, expires_on=instance.now + timedelta(days=1)).record
    instance.now += timedelta(days=2)
    assert "Expired on 2 June 2026" in text_of(read(client, badge)[0])


WIDE = 240 * "W"


def _ink(picture, box):
    """Whether anything but white is in a part of a picture."""
    return any(low < 250 for low, _ in picture.convert("RGB").crop(box).getextrema())


def test_word_wider_than_the_page_is_broken_and_stays_within_the_frame(instance, client):
    instance.services.achievements.edit("robotics", draft(name=WIDE, description=WIDE), now=instance.now)
    reader, answer = read(client, instance.award(role=WIDE).record)
    assert text_of(reader).replace(" ", "").count(WIDE) == 3
    picture = page_picture(answer.content)
    assert not _ink(picture, (picture.width - 40, 60, picture.width, picture.height - 60))


def test_word_wider_than_the_card_is_broken_and_stays_on_it(instance, client):
    instance.services.achievements.edit("robotics", draft(name=WIDE), now=instance.now)
    card = png_picture(client.get(f"/credentials/{instance.award().record.id}/card.png").content)
    assert not _ink(card, (card.width - 50, 30, card.width, 500))


MARKUP = '#panic("x") $x^2$ *b* _i_ = H `c` @ref <l> \\u{41} //c /*c*/ [#eval("1")] "q"'


def test_text_that_people_wrote_is_never_markup(instance, client):
    changes = {"name": MARKUP, "description": MARKUP, "image_caption": MARKUP, "tags": (MARKUP,)}
    instance.services.achievements.edit("robotics", draft(**changes), now=instance.now)
    text = text_of(read(client, instance.award(role=MARKUP).record)[0])
    assert text.replace(" ", "").count('#panic("x")$x^2$*b*_i_=H`c`@ref<l>') >= 2


LONG = (
    "Wolfeschlegelsteinhausenbergerdorff Adolph Blaine Charles David Earl Frederick Gerald Hubert Irvin " * 2
)


@pytest.mark.parametrize("name", ["Ada Łukasiewicz", "Ζωή Παπαδοπούλου", "Дарья", LONG.strip(), "A" * 200])
def test_name_fits_on_one_page_however_long(tmp_path, now, name):
    badge, client = named(tmp_path, now, name)
    reader, answer = read(client, badge)
    assert len(reader.pages) == 1
    assert name.replace(" ", "") in text_of(reader).replace(" ", "").replace("\u00ad", "").replace("-", "")
    assert qr_codes(page_picture(answer.content))


def named(tmp_path, now, name):
    instance = open_instance(tmp_path, now, policy=Policy(show_name="full"))
    recipient = instance.services.policy.recipient(email="ada@school.example", name=name)
    order = Order(achievement="robotics", recipient=recipient)
    badge = instance.services.issuing.issue("school", order, now=now).record
    return badge, instance.client()


def test_name_that_no_font_has_is_said_and_never_drawn_as_boxes(tmp_path, now):
    badge, client = named(tmp_path, now, "王小明")
    problem = problem_of(client.get(f"/credentials/{badge.id}.pdf"))
    assert (problem["status"], problem["code"]) == (422, "typesetting")
    assert "小 (U+5C0F)" in problem["detail"]
    assert "OPENBADGE_FONTS_DIR" in problem["hint"]


def test_long_description_goes_on_on_another_page(instance, client):
    long = "A learner builds, tests and explains a robot. " * 80
    instance.services.achievements.edit("robotics", draft(description=long), now=instance.now)
    reader, _ = read(client, instance.award().record)
    assert len(reader.pages) > 1
    assert re.sub(r"\W", "", text_of(reader)).count("explainsarobot") == 80


def test_without_what_sets_certificates_their_address_says_so_to_people_and_programs(instance):
    badge = instance.award().record
    with instance.client() as client:
        client.app.state.runtime.typesetter = None
        problem = problem_of(client.get(f"/credentials/{badge.id}.pdf"))
        page = client.get(f"/credentials/{badge.id}.pdf", headers=BROWSER)
    assert (problem["status"], problem["code"]) == (501, "missing-extra")
    assert "not installed" in problem["detail"]
    assert page.headers["content-type"].startswith("text/html")


def test_badge_that_there_is_not_has_no_certificate(client):
    assert client.get("/credentials/none.pdf").status_code == 404


def test_certificate_is_set_once(instance, client, badge, monkeypatch):
    _, first = read(client, badge)
    monkeypatch.setattr(client.app.state.runtime.typesetter, "pdf", None)
    assert read(client, badge)[1].content == first.content


def test_what_is_kept_is_bounded_in_number_and_size():
    kept, made = Keepsakes(max_kept=2, max_bytes=10), []

    def get(key, size=1):
        return kept.get(key, lambda: made.append(key) or b"x" * size)

    for key in ("a", "b", "a", "c", "a", "b"):
        get(key)
    assert made == ["a", "b", "c", "b"]
    get("large", 11), get("large", 11)
    get("d", 10), get("b")
    assert made[4:] == ["large", "large", "d", "b"]
