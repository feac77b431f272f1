"""The cheapest route there can be: a bare Litestar app with one constant answer, on our own server."""

import sys

import msgspec
import uvicorn
from litestar import Litestar, get


class Constant(msgspec.Struct):
    """Always the same."""

    ok: bool
    status: str
    zone: str
    at: int


ANSWER = Constant(True, "valid", "D04", 1)


@get("/constant")
async def constant() -> Constant:
    """The same answer at every request."""
    return ANSWER


app = Litestar([constant], openapi_config=None, logging_config=None)

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
