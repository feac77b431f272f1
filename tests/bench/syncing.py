"""A reader hands in what it decided alone, against the bare work in it: signatures and a COPY."""

import gc
import time
from typing import NamedTuple

import asyncpg
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign_open

from backend.city_codes.service import OfflineVerification, running
from backend.core.actors import Reader
from backend.core.batches import Connection
from backend.credentials.rules.carried_codes import CREDENTIAL_TAG, SHOW_TAG, read_code
from backend.credentials.rules.jws import encode
from backend.credentials.service import issuer_keys
from backend.evidence.rules.chains import FIRST_LINK, Entry, add_link
from backend.evidence.schemas import RECORDS_MAX, Evidence
from backend.evidence.service import hand_in, reconcile
from tests.bench import phones
from tests.bench.bare import Round, cpu, tell
from tests.bench.city import City

TARGET = 0.8
RECORDS = 100_000
BODIES_A_ROUND = 10

LIKE = "create table evidence_like (like offline_verification including all)"
COLUMNS = OfflineVerification._fields
READ = f"""
select {", ".join(COLUMNS)} from offline_verification where key = $1 and sequence > $2 and sequence <= $3
order by sequence
"""  # made of constants


class Sync(msgspec.Struct):
    """What a bench says, as one JSON object: CPU of this process and PostgreSQL's for each record."""

    name: str
    ratio: float
    microseconds: float
    microseconds_bare: float
    microseconds_compared: float
    records_per_second: int


class Signed(NamedTuple):
    """What the city and the phone signed, as libsodium takes it, and the phone's key."""

    credential: bytes
    show: bytes
    key: bytes


class Body(NamedTuple):
    """The thousand records after `after` as they arrive, and what their signatures are over."""

    after: int
    text: bytes
    signed: list[Signed]


async def sync(city: City) -> list[Sync]:
    """A hundred bodies of one reader in its own order; in each round ten are handed in, then done barely."""
    connection = await asyncpg.connect(city.servers.database_url)
    try:
        async with running(city.settings):
            drawn = await phones.find(connection, (resident.number for resident in city.residents))
            reader, key = await _give_key(connection)
            await connection.execute(LIKE)
            rounds, link = [], FIRST_LINK
            for after in range(0, RECORDS, BODIES_A_ROUND * RECORDS_MAX):
                bodies, link = _write(drawn, reader, key, after, link)
                rounds.append(await _measure(city, connection, reader, bodies))
    finally:
        await connection.close()
    return [Sync("sync", *tell("sync", TARGET, "record", "compared later", rounds[1:]))]


async def _give_key(connection: Connection) -> tuple[Reader, Ed25519PrivateKey]:
    """One of the city's readers, with a key that is really its own."""
    key = Ed25519PrivateKey.generate()
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode(key.public_key().public_bytes_raw())}
    row = await connection.fetchrow("select id, key from reader limit 1")
    await connection.execute(
        "update reader_key set jwk = $1 where id = $2", msgspec.json.encode(jwk).decode(), row["key"]
    )
    return Reader(reader=row["id"], key=row["key"]), key


def _write(
    drawn: phones.Phones, reader: Reader, key: Ed25519PrivateKey, after: int, link: bytes
) -> tuple[list[Body], bytes]:
    bodies = []
    for start in range(after, after + BODIES_A_ROUND * RECORDS_MAX, RECORDS_MAX):
        codes, at = drawn.draw(RECORDS_MAX), int(time.time() * 1000)
        for sequence, code in enumerate(codes, start + 1):
            link = add_link(link, Entry(sequence, at, "accepted", False, code))
        claims = {
            "aud": "yima-evidence", "sub": str(reader.reader), "sequence": start + RECORDS_MAX,
            "link": encode(link), "iat": at // 1000,
        }  # fmt: skip
        records = [{"at": at, "verdict": "accepted", "degraded": False, "code": code} for code in codes]
        body = {"after": start, "records": records, "proof": jwt.encode(claims, key, "EdDSA")}
        bodies.append(Body(start, msgspec.json.encode(body), [_signed(code) for code in codes]))
    return bodies, link


def _signed(text: str) -> Signed:
    code = read_code(text)
    if code is None:
        raise SystemExit("a code that was made here is none")
    return Signed(
        code.credential_signature + CREDENTIAL_TAG + code.credential,
        code.show_signature + SHOW_TAG + code.show,
        code.key,
    )


async def _measure(city: City, connection: Connection, reader: Reader, bodies: list[Body]) -> Round:
    count = len(bodies) * RECORDS_MAX
    gc.freeze()  # a server holds no ten thousand codes for its collector to walk through
    began, clock = cpu(city), time.perf_counter()
    for body in bodies:
        await hand_in(reader, msgspec.json.decode(body.text, type=Evidence))
    whole, seconds = cpu(city) - began, time.perf_counter() - clock
    rows = await connection.fetch(READ, reader.key, bodies[0].after, bodies[0].after + count)
    if len(rows) != count:
        raise SystemExit(f"{count - len(rows)} of {count} records are missing")
    began = cpu(city)
    await _do_barely(connection, bodies, [tuple(row) for row in rows])
    bare = cpu(city) - began
    began, today = cpu(city), rows[0]["day"]
    for body in bodies:
        await reconcile(reader.key, body.after + 1, body.after + RECORDS_MAX, today, today)
    return Round(whole / count, bare / count, (cpu(city) - began) / count, count / seconds)


async def _do_barely(connection: Connection, bodies: list[Body], rows: list[tuple[object, ...]]) -> None:
    keys = issuer_keys()
    (city,) = keys.verifying[keys.kid]
    for place, body in enumerate(bodies):
        for credential, show, key in body.signed:
            crypto_sign_open(credential, city)
            crypto_sign_open(show, key)
        part = rows[place * RECORDS_MAX : (place + 1) * RECORDS_MAX]
        await connection.copy_records_to_table("evidence_like", records=part, columns=COLUMNS)
