"""The whole life of a badge, typed at a terminal: init, add, issue, import, verify, revoke, rotate, export."""

import json
import sqlite3
from contextlib import closing
from importlib.resources import files

import pytest
from command_line import interrupted, run

PICTURE = files("openbadge_issuer") / "cli" / "demo" / "course.png"
ROSTER = """award_id;achievement;name;email;issued_on
A-1;;Grace;grace@school.example;2026-06-12
A-2;;Alan;alan-at-school;2026-06-12
A-3;course;Ada;Ada@School.example;12/06/2026
A-4;course;Ada;Ada@School.example;2026-06-12
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """An instance with one issuer and one achievement with a picture."""
    folder = tmp_path_factory.mktemp("cli") / "school"
    picture = folder.parent / "course.png"
    picture.write_bytes(PICTURE.read_bytes())
    made = run("init", "-d", folder, "--name", "Example Tech School", "--base-url", "http://localhost:8000")
    assert made.code == 0, made.err
    words = ["--slug", "course", "--name", "Course", "--description", "A course.", "--criteria", "Attend."]
    added = run("achievement", "add", "-d", folder, *words, "--image", picture)
    assert added.code == 0, added.err
    return folder


@pytest.fixture(scope="module")
def award(school):
    """One award, as `issue --json` reports it; its files lie in `badges/`."""
    issued = run(
        "issue", "course", "-d", school, "--email", "Ada@School.example", "--award-id", "1", "--json"
    )
    assert issued.code == 0, issued.err
    assert run("export", "-d", school).code == 0
    return json.loads(issued.out)


def test_init_in_the_same_folder_again_is_refused(school):
    again = run("init", "-d", school, "--name", "Another", "--base-url", "http://localhost:8000")
    assert (again.code, "is there already" in again.err) == (1, True)


def test_a_base_url_with_an_ip_address_leaves_no_instance(tmp_path):
    refused = run("init", "-d", tmp_path, "--name", "School", "--base-url", "http://127.0.0.1:8000")
    assert refused.code == 1
    assert "IP address" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_the_same_award_id_is_issued_once(school, award):
    again = run("issue", "course", "-d", school, "--email", "ada@school.example", "--award-id", "1", "--json")
    assert (json.loads(again.out)["id"], json.loads(again.out)["created"]) == (award["id"], False)


def test_the_same_award_id_with_other_content_is_refused(school, award):
    other = run("issue", "course", "-d", school, "--email", "eve@school.example", "--award-id", "1")
    assert (other.code, other.err.startswith("conflict:")) == (1, True)


def test_an_unknown_achievement_is_named_with_the_nearest(school):
    refused = run("issue", "cuorse", "-d", school, "--email", "ada@school.example")
    assert refused.code == 1
    assert "course" in refused.err


def test_no_recipient_address_lies_in_the_database(school, award):
    assert award["created"]
    stored = b"".join(path.read_bytes() for path in school.glob("openbadge.sqlite3*"))
    assert b"ada@school" not in stored.lower()


def test_export_verifies_offline_as_undecided_in_every_form(school, award):
    for form in ("json", "jwt", "png"):
        checked = run("verify", "--offline", school / "badges" / f"{award['id']}.{form}", "--json")
        results = {check["name"]: check["result"] for check in json.loads(checked.out)["checks"]}
        assert (checked.code, results["proof"]) == (3, "passed")


def test_verify_with_documents_at_hand_is_decided_and_knows_the_recipient(school, award, tmp_path):
    documents = _documents(school, award, tmp_path)
    badge = school / "badges" / f"{award['id']}.json"
    mine = run("verify", badge, "--documents", documents, "--recipient", "ada@school.example")
    assert (mine.code, mine.out.splitlines()[0]) == (0, "VALID: every check that applies passed.")
    assert run("verify", badge, "--documents", documents, "--recipient", "eve@school.example").code == 1


def test_a_changed_badge_is_not_valid(school, award, tmp_path):
    text = (school / "badges" / f"{award['id']}.json").read_text("ascii")
    changed = tmp_path / "changed.json"
    changed.write_text(text.replace("A course.", "A curse."))
    checked = run("verify", "--offline", changed)
    assert (checked.code, "✗ proof" in checked.out) == (1, True)


def test_extract_gives_the_stored_bytes_and_bake_puts_them_back(school, award, tmp_path):
    stored = school / "badges" / f"{award['id']}.json"
    taken = run("extract", stored.with_suffix(".png"))
    assert taken.out.strip() == stored.read_text("ascii")
    baked = tmp_path / "again.png"
    assert run("bake", stored, PICTURE, "-o", baked).code == 0
    assert baked.read_bytes() == stored.with_suffix(".png").read_bytes()


def test_roster_problems_are_listed_and_change_nothing(school, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8-sig")
    before = run("list", "-d", school, "--json").out
    dry = run("import", roster, "-d", school, "--achievement", "course", "--dry-run")
    assert dry.code == 1
    assert "row 3, column email" in dry.out
    assert "row 4, column issued_on" in dry.out
    assert (run("list", "-d", school, "--json").out, roster.with_name("roster-result.csv").exists()) == (
        before,
        False,
    )


def test_import_issues_the_good_rows_once(school, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    first = json.loads(run("import", roster, "-d", school, "--achievement", "course", "--json").out)
    again = json.loads(run("import", roster, "-d", school, "--achievement", "course", "--json").out)
    assert first["counts"] == {"issued": 2, "refused": 2}
    assert again["counts"] == {"already-issued": 2, "refused": 2}
    lines = roster.with_name("roster-result.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].endswith("outcome;badge_url;manage_url;reason")
    assert first["rows"][0]["url"] in lines[1]


def test_an_import_whose_result_cannot_be_written_issues_nothing(school, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("email,award_id\nnew@school.example,N-1\n")
    refused = run(
        "import", roster, "-d", school, "--achievement", "course", "--result", roster / "result.csv"
    )
    assert (refused.code, "cannot be written" in refused.err, "Traceback" in refused.err) == (1, True, False)
    assert run("list", "-d", school, "--award-id", "N-1", "--json").out.strip() == "[]"


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_import_finishes_its_batch_and_goes_on(school, tmp_path, jobs):
    roster = tmp_path / "roster.csv"
    rows = "".join(f"p{number}@jobs{jobs}.example,I{jobs}-{number}\n" for number in range(1_000))
    roster.write_text("email,award_id\n" + rows)
    words = ["import", roster, "-d", school, "--achievement", "course", "--jobs", jobs]
    first = interrupted(*words, when=lambda: _is_stored(school, f"I{jobs}-9"), OPENBADGE_IMPORT_BATCH="5")
    assert (first.code, "Traceback" in first.err) == (130, False)
    assert "Finishing what was begun." in first.err
    assert "run the same command again" in first.err
    kept = roster.with_name("roster-result.csv").read_text("utf-8-sig").count(",issued,")
    counts = json.loads(run(*words, "--json").out)["counts"]
    assert counts == {"already-issued": kept, "issued": 1_000 - kept}


def _is_stored(school, award_id):
    with closing(sqlite3.connect(school / "openbadge.sqlite3")) as connection:
        return connection.execute("SELECT 1 FROM credentials WHERE award_id = ?", [award_id]).fetchone()


def test_a_person_is_found_by_address(school, award):
    found = json.loads(run("list", "-d", school, "--email", "ADA@school.example", "--json").out)
    assert award["id"] in [entry["id"] for entry in found]
    assert json.loads(run("list", "-d", school, "--email", "nobody@school.example", "--json").out) == []


def test_revoked_badge_is_not_valid_and_keeps_its_bytes(school, tmp_path):
    issued = json.loads(run("issue", "course", "-d", school, "--award-id", "R-1", "--json").out)
    run("export", "-d", school)
    badge = school / "badges" / f"{issued['id']}.json"
    before = badge.read_bytes()
    revoked = run(
        "revoke", "-d", school, "--award-id", "R-1", "--reason", "issued-in-error", "--note", "twice"
    )
    assert revoked.code == 0, revoked.err
    checked = run("verify", badge, "--documents", _documents(school, issued, tmp_path))
    run("export", "-d", school)
    assert (checked.code, "✗ status" in checked.out, badge.read_bytes() == before) == (1, True, True)


def test_badges_that_a_file_names_are_revoked(school, tmp_path):
    made = [
        json.loads(run("issue", "course", "-d", school, "--award-id", f"F-{n}", "--json").out) for n in (1, 2)
    ]
    names = tmp_path / "made-in-error.csv"
    names.write_text("award_id,badge_url\n" + "".join(f"x,{badge['url']}\n" for badge in made), "utf-8")
    first = run("revoke", "-d", school, "--file", names, "--reason", "issued-in-error")
    again = json.loads(run("revoke", "-d", school, made[0]["id"], made[1]["url"], "--json").out)
    assert (first.code, "2 of 2 revoked now" in first.out) == (0, True)
    assert [("issued-in-error", False)] * 2 == [(one["revoked"]["reason"], one["changed"]) for one in again]


@pytest.mark.parametrize("command", ["revoke", "suspend", "reinstate"])
def test_what_is_revoked_or_suspended_is_named_in_one_way(school, tmp_path, command):
    for arguments in ([], ["x", "--award-id", "1"], ["x", "--file", __file__]):
        refused = run(command, "-d", school, *arguments)
        assert (refused.code, "Name badges by URL or id" in " ".join(refused.err.split())) == (2, True)


def test_badge_is_suspended_for_the_time_being(school, tmp_path):
    words = ("issue", "course", "-d", school, "--award-id", "S-1", "--json")
    issued = json.loads(run(*words, OPENBADGE_SUSPENDABLE="true").out)
    run("export", "-d", school)
    badge = school / "badges" / f"{issued['id']}.json"
    paused = run("suspend", "-d", school, issued["url"], "--reason", "under-review", "--note", "complaint")
    assert (paused.code, paused.out) == (0, f"Suspended: {issued['url']}\n")
    assert "suspended (under-review)" in run("list", "-d", school, "--award-id", "S-1").out
    (told,) = json.loads(run("list", "-d", school, "--award-id", "S-1", "--json").out)
    assert json.loads(run("export", "-d", school, "--json").out)["states"]["suspended"] == 1
    assert ", 1 suspended" in run("export", "-d", school).out.replace(": 1 suspended", ", 1 suspended")
    assert (told["suspended"]["reason"], told["suspended"]["note"]) == ("under-review", "complaint")
    before = run("verify", badge, "--documents", _documents(school, issued, tmp_path / "while"))
    back = run("reinstate", "-d", school, "--award-id", "S-1")
    after = run("verify", badge, "--documents", _documents(school, issued, tmp_path / "after"))
    assert (before.code, "suspended" in before.out, back.out) == (1, True, f"Reinstated: {issued['url']}\n")
    assert (after.code, after.out.count("✓ status")) == (0, 2)


def test_badge_of_before_is_not_suspended(school, award):
    refused = run("suspend", "-d", school, award["url"])
    assert (refused.code, "without a status for suspensions" in refused.err) == (1, True)
    assert run("suspend", "-d", school, award["url"], "--reason", "mood").code == 2


def test_rotation_keeps_old_badges_valid_and_revoking_a_key_does_not(school, tmp_path):
    old = json.loads(run("issue", "course", "-d", school, "--award-id", "K-1", "--json").out)
    run("export", "-d", school)
    badge = school / "badges" / f"{old['id']}.json"
    assert run("key", "rotate", "-d", school).code == 0
    assert run("verify", badge, "--documents", _documents(school, old, tmp_path / "rotated")).code == 0
    key = json.loads(badge.read_text())["proof"]["verificationMethod"]
    assert run("key", "revoke", key, "--yes", "-d", school).code == 0
    checked = run("verify", badge, "--documents", _documents(school, old, tmp_path / "revoked"))
    assert (checked.code, "✗ issuer key" in checked.out) == (1, True)


def test_sign_secures_a_document_and_refuses_what_would_not_be_signed(school, award, tmp_path):
    document = json.loads((school / "badges" / f"{award['id']}.json").read_text("ascii"))
    del document["proof"]
    document["id"] = "urn:uuid:1c7a5a4e-4a43-4f0f-9d7c-0d5a0f0c7b11"
    plain = tmp_path / "plain.json"
    plain.write_text(json.dumps(document))
    signed = run("sign", plain, "-d", school)
    assert (signed.code, json.loads(signed.out)["proof"]["cryptosuite"]) == (0, "eddsa-rdfc-2022")
    assert run("sign", plain, "--jwt", "-d", school).out.count(".") == 2
    issued = school / "badges" / f"{award['id']}.json"
    for_holder = run("sign", issued, "--disclosable", "--mandatory", "/issuer", "-d", school)
    derived = json.loads(run("derive", "-", "--show", "/validFrom", stdin=for_holder.out.encode()).out)
    assert (derived.keys() & {"issuer", "validFrom", "name"}) == {"issuer", "validFrom"}
    baked = run("bake", plain, PICTURE, "-o", tmp_path / "baked.png")
    assert (baked.code, "no proof" in baked.err) == (1, True)
    plain.write_text(
        json.dumps({**document, "issuer": {**document["issuer"], "id": "did:web:other.example"}})
    )
    assert "did:web:other.example" in run("sign", plain, "-d", school).err
    plain.write_text(json.dumps({**document, "colour": "blue"}))
    refused = run("sign", plain, "-d", school)
    assert (refused.code, "$.colour" in refused.err) == (1, True)


def test_api_keys_are_shown_once(school):
    made = run("api-key", "new", "platform", "--scope", "issue", "--scope", "read", "-d", school)
    secret = made.out.strip()
    assert secret.startswith("obk_")
    listed = run("api-key", "list", "-d", school, "--json")
    assert (secret in listed.out, json.loads(listed.out)[0]["scopes"]) == (False, ["issue", "read"])
    assert run("api-key", "revoke", json.loads(listed.out)[0]["id"], "-d", school).code == 0


def _documents(school, award, folder):
    """Write the issuer's DID document and the award's status lists as `--documents` wants them."""
    from openbadge_issuer.bootstrap import build_services
    from openbadge_issuer.settings import Settings

    folder.mkdir(exist_ok=True)
    services = build_services(Settings.load(school))
    credential = json.loads(services.hosting.credential(award["id"]).body)
    statuses = credential["credentialStatus"]
    (folder / "did.json").write_bytes(services.hosting.did_document().body)
    index = {"http://localhost:8000/.well-known/did.json": "did.json"}
    for number, status in enumerate(statuses if isinstance(statuses, list) else [statuses]):
        list_url = status["statusListCredential"]
        index[list_url] = f"list{number}.json"
        (folder / index[list_url]).write_bytes(services.hosting.status_list(list_url.rsplit("/", 1)[1]).body)
    (folder / "index.json").write_text(json.dumps(index))
    return folder
