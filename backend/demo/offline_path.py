"""Where there is no network: a phone draws its own codes, gates decide alone, a photograph comes to light."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from nacl.bindings import crypto_sign, crypto_sign_keypair

from backend.credentials.rules.carried_codes import write_text
from backend.credentials.rules.jws import decode, encode
from backend.credentials.rules.signing import write_show
from backend.demo.asking import OTHER_RESIDENT, SCENE, ask, confirm_identity, make_reader, sign_in
from backend.demo.walk import Failed, Walk

MESSAGE_SECONDS = 15


def walk_offline_path(walk: Walk, http: httpx.Client, manager: str) -> None:
    """A code that was photographed, at two gates without a network, until its owner hears of it."""
    state: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="yima-gates-") as folder:
        one, two = Path(folder, "one"), Path(folder, "two")

        def carry() -> str:
            state["resident"] = sign_in(http, OTHER_RESIDENT)
            confirm_identity(http, state["resident"], OTHER_RESIDENT)
            state["code"] = draw_code(http, state["resident"])
            return f"a code of {len(state['code'])} characters"

        def enrol() -> str:
            for gate in (one, two):
                code = make_reader(http, manager)
                run_reader(gate, "--city", str(http.base_url), "--enrol", code, "--sync")
            return "keys, scenes, status lists"

        def hand_in() -> str:
            for gate in (one, two):
                run_reader(gate, "--sync")
            return "signed, in order, once"

        def alone(gate: Path, expected: str) -> str:
            return expect_alone(gate, state["code"], expected)

        walk.step("Another resident's phone carries codes", carry)
        walk.step("Two gates fetch what they need", enrol)
        walk.step("No network: the first gate decides alone", lambda: alone(one, "accepted"))
        walk.step("The same code there once more", lambda: alone(one, "replayed"))
        walk.step("A photograph of it at the second gate", lambda: alone(two, "accepted"))
        walk.step("Network again: both hand in", hand_in)
        walk.step("The resident's inbox", lambda: wait_for_message(http, state["resident"]))
        walk.step("The phone must be online for a day", lambda: expect_online_only(http, state["resident"]))


def draw_code(http: httpx.Client, resident: str) -> str:
    """A code that a phone draws by itself, with a credential that it got just before."""
    public, secret = crypto_sign_keypair()
    body = {"suite": "ed25519", "keys": [encode(public)]}
    (credential,) = ask(http, "POST", "/v1/credentials", resident, body)["credentials"]
    scenes = ask(http, "GET", "/v1/scenes")["items"]
    number = next(scene["number"] for scene in scenes if scene["id"] == SCENE)

    def sign(said: bytes) -> bytes:
        return crypto_sign(said, secret)[:64]

    return write_text(write_show(decode(credential), int(time.time()), 1, number, sign))


def run_reader(folder: Path, *options: str, lines: str = "") -> str:
    """What `yima reader` prints."""
    command = [sys.executable, "-m", "backend.cli", "reader", "--data", str(folder), *options]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise Failed(f"yima reader {' '.join(options)}: {done.stderr.strip()[-300:]}")
    return done.stdout


def expect_alone(gate: Path, code: str, expected: str) -> str:
    """What a gate without a network says to `code`, when it is the expected."""
    answer = json.loads(run_reader(gate, "--offline", "--json", lines=code + "\n").splitlines()[0])
    said = answer["reason"] or answer["result"]
    if said != expected:
        raise Failed(f"expected {expected}, the gate said {said}")
    return f"{answer['result']}: {answer['prompt']['en']}"


def wait_for_message(http: httpx.Client, resident: str) -> str:
    """The title of what the city told the resident, as soon as it did."""
    end = time.monotonic() + MESSAGE_SECONDS
    while time.monotonic() < end:
        for message in ask(http, "GET", "/v1/me/messages", resident)["items"]:
            if message["kind"] == "code-copied":
                return str(message["title"]["en"])
        time.sleep(0.1)
    raise Failed(f"no message came within {MESSAGE_SECONDS} s")


def expect_online_only(http: httpx.Client, resident: str) -> str:
    """That the phone gets no codes to carry, and a live one all the same."""
    headers = {"authorization": f"Bearer {resident}"}
    public, _ = crypto_sign_keypair()
    body = {"suite": "ed25519", "keys": [encode(public)]}
    refused = http.post("/v1/credentials", json=body, headers=headers).json()
    if not refused["type"].endswith("/online-only"):
        raise Failed(f"expected online-only, got {refused['type']}")
    ask(http, "POST", "/v1/city-codes", resident, {"scene": SCENE})
    return "live codes go on as ever"
