"""Every golden vector through Python, and the file is the one that Python writes."""

import json

import pytest

from backend import vectors
from backend.city_codes.rules.verdicts import judge_offline
from backend.credentials.rules import base45
from backend.credentials.rules.carried_codes import read_code, write_text
from backend.credentials.rules.checking import judge, judge_lists
from backend.credentials.rules.jws import decode, encode, read_jws
from backend.credentials.rules.lists import SceneRules, StatusIndex, TrustList
from backend.credentials.rules.signing import write_show
from backend.credentials.rules.status_lists import read_list
from backend.credentials.rules.uses import Use, judge_use, note_use
from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link
from tests.backend.reader import twin
from tests.backend.reader.vectors import NOW, VECTORS, Case, held, plain_held, plain_post, post

CODES = VECTORS["codes"]
LISTS = VECTORS["lists"]


def named(cases: list[Case]) -> pytest.MarkDecorator:
    """One test for each case."""
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def test_the_file_is_what_python_writes() -> None:
    assert json.loads(json.dumps(vectors.document())) == VECTORS


def test_sixty_codes_and_more_are_bad() -> None:
    assert len([case for case in CODES if case["reason"]]) >= 60


@named(CODES)
def test_each_code_gets_its_reason(case: Case) -> None:
    found = judge(case["code"], post(case), held(case), case.get("now", NOW))
    assert found.reason == case["reason"]
    assert found.degraded == case.get("degraded", found.degraded)


@named(CODES)
def test_the_plain_check_gives_the_same_reason(case: Case) -> None:
    now = case.get("now", NOW)
    assert twin.check(case["code"], plain_post(case), plain_held(case), now) == case["reason"]


@named(VECTORS["live"]["codes"])
def test_each_live_code_gets_its_reason(case: Case) -> None:
    live = VECTORS["live"]
    keys = {key["kid"]: decode(key["x"]) for key in live["keys"]}
    is_stale, _ = judge_lists(held(case), post(case).degraded, NOW)
    reason, _ = judge_offline(case["code"], live["scene"], case["level"], keys, NOW, is_stale)
    assert reason == case["reason"]


@named(VECTORS["runs"])
def test_each_run_of_codes_is_judged_step_by_step(case: Case) -> None:
    last: Use | None = None
    for step in case["steps"]:
        code = read_code(step["code"])
        assert code is not None
        reason = judge_use(code, last, case["cap"], step["now"])
        assert reason == step["reason"]
        if reason is None:
            last = note_use(code, last, step["now"])


@pytest.mark.parametrize("case", VECTORS["base45"], ids=lambda case: repr(case["text"]))
def test_base45_is_read_strictly(case: Case) -> None:
    value = None if case["hex"] is None else bytes.fromhex(case["hex"])
    assert base45.decode(case["text"]) == twin.decode45(case["text"]) == value
    if value is not None:
        assert base45.encode(value) == case["text"]


def test_signed_lists_are_taken_from_their_key_alone() -> None:
    root = LISTS["root"]
    key_of = {root["kid"]: decode(root["x"])}.get
    trust = read_jws(LISTS["trust_list"], TrustList, key_of, NOW)
    assert trust is not None
    assert [key.kid for key in trust.roots] == [root["kid"]]
    assert read_jws(LISTS["status_index"], StatusIndex, key_of, NOW) is not None
    assert read_jws(LISTS["trust_list_by_a_stranger"], TrustList, key_of, NOW) is None
    assert read_jws(LISTS["trust_list"], SceneRules, key_of, NOW) is None
    assert read_jws(LISTS["trust_list"], TrustList, key_of, trust.exp) is None


def test_the_status_list_tells_who_is_revoked() -> None:
    root = LISTS["root"]
    found = read_list(decode(LISTS["status_list"]), {root["kid"]: decode(root["x"])}.get)
    assert found is not None
    assert found.subject == LISTS["status_list_subject"]
    revoked = [place for place in range(8 * len(found.bits)) if found.is_revoked(place)]
    assert revoked == LISTS["status_list_revoked"]


def test_evidence_is_linked() -> None:
    link = FIRST_LINK
    for case in VECTORS["evidence"]:
        link = add_link(link, Entry(**{field: case[field] for field in Entry._fields}))
        assert encode(link) == case["link"]


def test_a_phone_draws_this_code() -> None:
    phone = VECTORS["phone"]
    raw = write_show(
        decode(phone["credential"]), phone["at"], phone["counter"], phone["scene"], vectors.PHONE.sign
    )
    assert (encode(raw), write_text(raw)) == (phone["bytes"], phone["text"])
