"""Golden vectors: codes, good and bad, each with what every reader must say; `yima vectors` writes them.

Keys come from fixed seeds and every signature is deterministic, so the file is the same whenever it is made.
"""

import json
from pathlib import Path
from typing import Any

from backend.credentials.rules.carried_codes import ED25519, write_text
from backend.credentials.rules.jws import encode
from backend.vectors.codes import bad_codes, good_codes
from backend.vectors.making import (
    HOUR,
    KID,
    NONCE,
    NOW,
    OTHER_VENUE,
    PLACE,
    RETIRED_KID,
    REVOKED,
    REVOKED_SINCE,
    SCENE,
    TWIN_KID,
    VENUE,
    make,
)
from backend.vectors.others import base45_texts, evidence_chain, live_codes, runs, signed_lists
from backend.vectors.signers import (
    CITY,
    LISTS,
    OTHER_PHONE,
    PHONE,
    PHONE_P256,
    RETIRED,
    STRANGER,
    TWIN_A,
    TWIN_B,
    Signer,
    ed25519,
    p256,
)

FILE = Path(__file__).parents[2] / "mini_programs" / "sdk" / "vectors" / "carried-codes.json"


def document() -> dict[str, Any]:
    """Everything that the file holds."""
    return {
        "about": "Carried codes (CC2) and what a reader must say to each; see README.md beside this file.",
        "now": NOW,
        "held": {
            "until": NOW + 6 * 86_400,
            "listed_at": NOW - 600,
            "issuers": [
                {"kid": KID, "x": encode(CITY.public), "until": None},
                {"kid": RETIRED_KID, "x": encode(RETIRED.public), "until": NOW - 1},
                {"kid": TWIN_KID, "x": encode(TWIN_A.public), "until": None},
                {"kid": TWIN_KID, "x": encode(TWIN_B.public), "until": None},
            ],
            "shards": [
                {"kid": KID, "shard": 0, "size": 8192, "revoked": [REVOKED], "added": [REVOKED_SINCE]},
                {"kid": KID, "shard": 2, "size": 4096, "revoked": [], "added": []},
            ],
        },
        "post": {"scene": SCENE, "level": 0, "venue": str(VENUE), "degraded": True, "nonce": None},
        "codes": good_codes() + bad_codes(),
        "live": live_codes(),
        "runs": runs(),
        "base45": base45_texts(),
        "lists": signed_lists(),
        "evidence": evidence_chain(),
        "phone": {
            "suite": ED25519.profile,
            "secret_seed": encode(PHONE.secret[:32]),
            "credential": encode(make()[: ED25519.credential_end + 64]),
            "at": NOW - 3,
            "counter": 7,
            "scene": SCENE,
            "bytes": encode(make()),
            "text": write_text(make()),
        },
    }


def write(path: Path = FILE) -> int:
    """Write the file; how many codes it holds."""
    made = document()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    return len(made["codes"])


__all__ = [
    "CITY",
    "FILE",
    "HOUR",
    "KID",
    "LISTS",
    "NONCE",
    "NOW",
    "OTHER_PHONE",
    "OTHER_VENUE",
    "PHONE",
    "PHONE_P256",
    "PLACE",
    "RETIRED",
    "RETIRED_KID",
    "REVOKED",
    "REVOKED_SINCE",
    "SCENE",
    "STRANGER",
    "TWIN_A",
    "TWIN_B",
    "TWIN_KID",
    "VENUE",
    "Signer",
    "document",
    "ed25519",
    "make",
    "p256",
    "write",
]
