"""A live code for a resident: made on request, and nowhere written down."""

import hashlib
from datetime import UTC, datetime, timedelta

from backend.city_codes.errors import UnknownScene
from backend.city_codes.rules.live_codes import LiveCode, cid_text
from backend.city_codes.rules.verdicts import refresh_after
from backend.city_codes.schemas import CityCode
from backend.city_codes.service.desk import desk
from backend.city_codes.service.sessions import Session, Standing
from backend.core import clock
from backend.core.actors import Resident
from backend.core.problems import NotSignedIn
from backend.credentials.rules.cids import seal_cid
from backend.credentials.service import day_cipher, require_may_show
from backend.places.service import scenes


async def issue(resident: Resident, scene: str) -> CityCode:
    """A live code of `resident` for `scene`; UnknownScene or a reason of `require_may_show` says why not."""
    standing = (resident.number, resident.suspended, resident.device_suspended, resident.confirmed)
    return _write(Standing(*standing), scene)


async def issue_by_token(token: str, scene: str) -> CityCode:
    """The same for the bearer of an access token; NotSignedIn unless its session lives."""
    known = desk().residents
    said = known.find(token, clock.now()) or await known.read(token)
    if said is None:
        raise NotSignedIn
    return _write(await desk().sessions.submit(Session(said.session, None)), scene)


async def issue_by_cookie(cookie: str, scene: str) -> CityCode:
    """The same for a browser's session cookie."""
    token_hash = hashlib.sha256(cookie.encode()).digest()
    return _write(await desk().sessions.submit(Session(None, token_hash)), scene)


def _write(holder: Standing, scene: str) -> CityCode:
    if holder.number is None:
        raise NotSignedIn
    require_may_show(holder)
    known = scenes().get(scene)
    if known is None or "live" not in known.forms:
        raise UnknownScene
    now = clock.now()
    lifetime = desk().settings.code_lifetime_seconds
    expires_at = int(now.timestamp()) + lifetime
    cid = seal_cid(holder.number, now, day_cipher)
    return CityCode(
        code=desk().codes.write(LiveCode(cid, expires_at, scene)),
        cid=cid_text(cid),
        scene=scene,
        issued_at=now,
        expires_at=datetime.fromtimestamp(expires_at, UTC),
        refresh_at=now + timedelta(seconds=refresh_after(lifetime)),
        server_time=now,
    )
