"""A device becomes a reader with a code that counts once and a key that it alone holds."""

import asyncio
import base64
import hmac
import json
import time
from datetime import timedelta

import asyncpg
import httpx
import pytest
import time_machine

from backend.core import clock
from tests.backend.places.conftest import Json, Library
from tests.backend.places.devices import Device, base64url

Client = httpx.AsyncClient
ENROL = "/v1/readers/enrolments"

# No point, the neutral point, a point of order 8, and a y beyond the field (RFC 8032, 5.1.3).
WEAK_ED25519 = [
    "02" + "00" * 30 + "80",
    "01" + "00" * 31,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "ee" + "ff" * 30 + "7f",
]


def refused(answer: httpx.Response, part: str) -> bool:
    body = answer.json()
    return (answer.status_code, body["type"], body["part"]) == (422, "/problems/enrolment-refused", part)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256"])
async def test_a_device_with_the_code_becomes_the_reader(
    library: Library, client: Client, algorithm: str
) -> None:
    made = await library.add_reader()
    place = await Device(algorithm).enrol(client, made["enrolment_code"])
    assert place["reader"] == made["reader"] | {"state": "enrolled"}
    assert place["venue"] == {"id": library.venue["id"], "name": library.venue["name"]}
    assert place["organisation"]["name"]["en"] == "Langfang Library"
    assert place["scene"]["id"] == "library"


async def test_a_code_may_be_typed_as_people_type(library: Library, client: Client) -> None:
    code = (await library.add_reader())["enrolment_code"]
    typed = f" {code[:5]}-{code[5:]} ".lower().replace("0", "o").replace("1", "l")
    assert (await client.post(ENROL, json=Device().enrolment(typed))).status_code == 201
    code = (await library.add_reader())["enrolment_code"]
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    assert (await client.post(ENROL, json=Device().enrolment(wide))).status_code == 201


async def test_a_code_enrols_one_key_only(library: Library, client: Client) -> None:
    code = (await library.add_reader())["enrolment_code"]
    await Device().enrol(client, code)
    assert refused(await client.post(ENROL, json=Device().enrolment(code)), "code")


async def test_a_retried_enrolment_gets_the_same_answer(library: Library, client: Client) -> None:
    code = (await library.add_reader())["enrolment_code"]
    device = Device()
    first = await device.enrol(client, code)
    assert await device.enrol(client, code) == first
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert refused(await client.post(ENROL, json=device.enrolment(code)), "code")


async def test_of_two_devices_at_once_one_wins(library: Library, client: Client) -> None:
    for _ in range(3):
        code = (await library.add_reader())["enrolment_code"]
        bodies = [Device().enrolment(code) for _ in range(6)]
        answers = await asyncio.gather(*(client.post(ENROL, json=body) for body in bodies))
        assert sorted(answer.status_code for answer in answers) == [201] + [422] * 5


async def test_one_device_at_once_with_two_codes_becomes_one_reader(library: Library, client: Client) -> None:
    codes = [(await library.add_reader())["enrolment_code"] for _ in range(2)]
    device = Device()
    answers = await asyncio.gather(*(client.post(ENROL, json=device.enrolment(code)) for code in codes))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    loser = codes[[answer.status_code for answer in answers].index(422)]
    await Device().enrol(client, loser)


async def test_a_code_used_while_it_is_renewed_counts_or_does_not(library: Library, client: Client) -> None:
    for _ in range(5):
        made = await library.add_reader()
        renewal = f"/v1/readers/{made['reader']['id']}/enrolment-codes"
        enrolled, *renewed = await asyncio.gather(
            client.post(ENROL, json=Device().enrolment(made["enrolment_code"])),
            library.manager.post(renewal),
            library.operator.post(renewal),
        )
        assert enrolled.status_code in (201, 422)
        assert [answer.status_code for answer in renewed] == [201, 201]


async def test_wrong_used_and_old_codes_look_alike(library: Library, client: Client) -> None:
    used, old, replaced = [(await library.add_reader()) for _ in range(3)]
    await Device().enrol(client, used["enrolment_code"])
    await library.manager.post(f"/v1/readers/{replaced['reader']['id']}/enrolment-codes")
    codes = ["0000000000", "AAAAAAAAAA", "not-a-code", used["enrolment_code"], replaced["enrolment_code"]]
    answers = [await client.post(ENROL, json=Device().enrolment(code)) for code in codes]
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)):
        answers.append(await client.post(ENROL, json=Device().enrolment(old["enrolment_code"])))
    bodies = [{**answer.json(), "request_id": None} for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert all(refused(answer, "code") for answer in answers)


@pytest.mark.parametrize("scope", ["reader", "venue", "organisation"])
async def test_a_suspended_reader_cannot_be_enrolled(library: Library, client: Client, scope: str) -> None:
    made = await library.add_reader()
    ids = {
        "reader": made["reader"]["id"],
        "venue": library.venue["id"],
        "organisation": library.organisation["id"],
    }
    path = f"/v1/{scope}s/{ids[scope]}/suspension"
    await library.operator.put(path, json={"reason": "检修"})
    assert refused(await client.post(ENROL, json=Device().enrolment(made["enrolment_code"])), "code")
    await library.operator.delete(path)
    await Device().enrol(client, made["enrolment_code"])


async def test_a_new_device_replaces_the_old_one_at_once(library: Library, client: Client) -> None:
    made = await library.add_reader()
    reader, old, new = made["reader"]["id"], Device(), Device()
    await old.enrol(client, made["enrolment_code"])
    token = {"authorization": f"Bearer {await old.fetch_token(client, reader)}"}
    renewed = await library.manager.post(f"/v1/readers/{reader}/enrolment-codes")
    assert renewed.status_code == 201
    assert (await client.get("/v1/readers/current", headers=token)).status_code == 200
    await new.enrol(client, renewed.json()["enrolment_code"])
    assert (await client.get("/v1/readers/current", headers=token)).status_code == 401
    lost = await client.post(f"/v1/readers/{reader}/tokens", json=old.assertion(reader))
    assert lost.status_code == 401
    assert await new.fetch_token(client, reader)
    assert refused(await client.post(ENROL, json=old.enrolment(made["enrolment_code"])), "code")


async def test_a_key_that_was_enrolled_anywhere_is_never_enrolled_again(
    library: Library, client: Client
) -> None:
    device = Device("ES256")
    await device.enrol(client, (await library.add_reader())["enrolment_code"])
    code = (await library.add_reader())["enrolment_code"]
    assert refused(await client.post(ENROL, json=device.enrolment(code)), "key")
    decorated = device.enrolment(code)
    decorated["public_key"] |= {"use": "sig", "ext": True, "key_ops": ["verify"], "alg": "ES256"}
    assert refused(await client.post(ENROL, json=decorated), "key")
    await Device().enrol(client, code)


async def test_keys_as_browsers_export_them_are_taken(library: Library, client: Client) -> None:
    body = Device().enrolment((await library.add_reader())["enrolment_code"])
    body["public_key"] |= {"ext": True, "key_ops": ["verify"], "alg": "Ed25519"}
    assert (await client.post(ENROL, json=body)).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"d": "A" * 43},
        {"kty": "RSA"},
        {"kty": "oct", "k": "AAAA"},
        {"crv": "Ed448"},
        {"crv": "X25519"},
        {"x": "A" * 42},
        {"x": "A" * 44},
        {"x": "!" * 43},
        {"y": "A" * 43},
        {"key_ops": ["sign"]},
        {"use": "enc"},
        {"x": None},
    ],
)
async def test_a_key_of_another_kind_or_with_a_private_part_is_refused(client: Client, change: Json) -> None:
    body = Device().enrolment("0000000000")
    body["public_key"] |= change
    answer = await client.post(ENROL, json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")


@pytest.mark.parametrize("raw", WEAK_ED25519)
async def test_a_weak_ed25519_key_is_refused(client: Client, raw: str) -> None:
    body = Device().enrolment("0000000000")
    body["public_key"]["x"] = base64url(bytes.fromhex(raw))
    assert refused(await client.post(ENROL, json=body), "key")


@pytest.mark.parametrize("x", ["A" * 43, "_" * 42 + "8", base64url(b"\x01" * 31 + b"\x02")])
async def test_a_p256_key_off_its_curve_is_refused(client: Client, x: str) -> None:
    body = Device("ES256").enrolment("0000000000")
    body["public_key"]["x"] = x
    assert refused(await client.post(ENROL, json=body), "key")


async def test_a_key_written_in_two_ways_is_refused(client: Client) -> None:
    body = Device("ES256").enrolment("0000000000")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    x = body["public_key"]["x"]
    body["public_key"]["x"] = x[:-1] + last[last.index(x[-1]) + 1]
    assert refused(await client.post(ENROL, json=body), "key")


def hs256(device: Device, claims: Json) -> str:
    """A JWS that takes the public key for a shared secret."""
    head = base64url(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = base64url(json.dumps(claims).encode())
    secret = base64.urlsafe_b64decode(device.jwk["x"] + "=")
    return f"{head}.{body}.{base64url(hmac.digest(secret, f'{head}.{body}'.encode(), 'sha256'))}"


async def test_a_proof_that_is_not_by_the_key_is_refused(library: Library, client: Client) -> None:
    code = (await library.add_reader())["enrolment_code"]
    device, other = Device(), Device()
    claims = {"aud": "yima-enrolment", "code": code, "iat": int(time.time())}
    good = device.enrolment(code)
    head, payload, signature = good["proof"].split(".")
    none, es256 = base64url(b'{"alg":"none"}'), base64url(b'{"alg":"ES256"}')
    proofs = {
        "another key": other.sign(claims),
        "no algorithm": f"{none}.{payload}.",
        "no algorithm, old signature": f"{none}.{payload}.{signature}",
        "HS256 over the public key": hs256(device, claims),
        "another algorithm named": f"{es256}.{payload}.{signature}",
        "critical extension": device.sign(claims, crit=["exp"], exp=1),
        "wrong audience": device.sign(claims | {"aud": "yima-reader"}),
        "another code": device.sign(claims | {"code": "0000000000"}),
        "no time": device.sign({"aud": "yima-enrolment", "code": code}),
        "unknown claim": device.sign(claims | {"admin": True}),
        "not an object": device.sign([claims]),  # type: ignore[arg-type]
        "cut": good["proof"][:-2],
        "padded": good["proof"] + "==",
        "two parts": f"{head}.{payload}",
        "rubbish": "a.b.c",
    }
    for name, proof in proofs.items():
        answer = await client.post(ENROL, json=good | {"proof": proof})
        assert refused(answer, "proof"), name
    assert (await client.post(ENROL, json=good)).status_code == 201


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-61, False), (-55, True), (55, True), (65, False), (-28_800, False)]
)
async def test_a_device_with_a_wrong_clock_is_told_so(
    library: Library, client: Client, seconds: int, taken: bool
) -> None:
    code = (await library.add_reader())["enrolment_code"]
    answer = await client.post(ENROL, json=Device().enrolment(code, iat=int(time.time()) + seconds))
    if taken:
        assert answer.status_code == 201
    else:
        assert refused(answer, "clock")
        assert answer.json()["server_time"].endswith("Z")
        assert "对时" in answer.json()["message"]["zh-CN"]


async def test_guessing_codes_is_limited_by_address(client: Client) -> None:
    bodies = [Device().enrolment("0000000000") for _ in range(31)]
    statuses = [(await client.post(ENROL, json=body)).status_code for body in bodies]
    assert statuses == [422] * 30 + [429]


async def test_guessing_codes_is_limited_for_everybody(
    library: Library, client: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    code = (await library.add_reader())["enrolment_code"]
    with time_machine.travel(clock.now(), tick=False):
        assert refused(await client.post(ENROL, json=Device().enrolment("0000000000")), "code")
        await connection.execute("update limit_count set used = 5001 where scope = 'places.enrolment_wrong'")
        answer = await client.post(ENROL, json=Device().enrolment(code))
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_good_enrolments_do_not_use_up_the_common_limit(
    library: Library, client: Client, connection: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await Device().enrol(client, (await library.add_reader())["enrolment_code"])
    used = await connection.fetchval("select used from limit_count where scope = 'places.enrolment_wrong'")
    assert used == 0


@pytest.mark.parametrize(
    "change", [{"code": ""}, {"code": "0" * 33}, {"proof": "x" * 2_049}, {"proof": ""}, {"extra": 1}]
)
async def test_an_enrolment_that_breaks_a_limit_is_refused(client: Client, change: Json) -> None:
    answer = await client.post(ENROL, json=Device().enrolment("0000000000") | change)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
