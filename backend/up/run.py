"""The order of things: servers, migrations, content, demo people, API and worker; and back again."""

import asyncio
import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import msgspec

from backend.core import log
from backend.core.embedded import CannotStart, Servers, places
from backend.core.embedded.processes import limit_log
from backend.core.embedded.servers import Name
from backend.core.settings import Settings
from backend.up import prepare, words
from backend.up.children import Child, failure, stop_all

READY_SECONDS = 60
POLL_SECONDS = 0.05
WATCH_SECONDS = 0.5
PAUSE_SECONDS = 5
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(settings: Settings) -> None:
    """Run the city until Ctrl-C or a stop signal; what prevents it is a CannotStart of one sentence."""
    began = time.perf_counter()
    log.set_up("warning")
    with stop_requests() as stopped, ExitStack() as stack:
        places.data_folder(settings.folder)
        stack.callback(os.close, places.lock(settings.folder, "up.lock"))
        places.require_free_port(settings.port, "YIMA_PORT", settings.host)
        servers, settings = start_servers(settings, stack)
        asyncio.run(prepare.prepare(settings))
        if stopped.is_set():
            return
        children = [Child("serve", settings), Child("worker", settings)]
        stack.callback(stop_all, children)
        for child in children:
            child.start()
        wait_until_ready(settings, children, stopped)
        if not stopped.is_set():
            say(words.welcome(settings, servers.root, time.perf_counter() - began))
        watch(children, servers, stopped)
        say("\nStopping.")


@contextmanager
def stop_requests() -> Iterator[threading.Event]:
    """An event that Ctrl-C and stop signals set; a second one changes nothing, for stopping takes seconds."""
    stopped = threading.Event()
    before = {number: signal.signal(number, lambda *_: stopped.set()) for number in STOP_SIGNALS}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def start_servers(settings: Settings, stack: ExitStack) -> tuple[Servers, Settings]:
    """The servers that no setting names, running until `stack` ends, and settings that name all."""
    names: list[Name] = []
    if settings.database_url is None:
        names.append("postgres")
    if settings.redis_url is None:
        names.append("valkey")
    servers = Servers(
        settings.folder, postgres_port=settings.postgres_port, valkey_port=settings.valkey_port, names=names
    )
    stack.enter_context(servers)
    return servers, msgspec.structs.replace(
        settings,
        database_url=settings.database_url or servers.database_url,
        redis_url=settings.redis_url or servers.redis_url,
    )


def wait_until_ready(settings: Settings, children: list[Child], stopped: threading.Event) -> None:
    """Returns when the API is ready or somebody asked to stop; a child that ends is a CannotStart."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(settings) and not stopped.wait(POLL_SECONDS):
        for child in children:
            if child.has_ended():
                raise failure(child)
        if time.monotonic() > deadline:
            raise CannotStart(f"Yima did not answer within {READY_SECONDS} s: see {children[0].log}.")


def is_ready(settings: Settings) -> bool:
    """Whether the API answers and finds its servers."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - only asked, not bound
    connection = http.client.HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(children: list[Child], servers: Servers, stopped: threading.Event) -> None:
    """Until somebody asks to stop: what crashed runs again, and no log grows without end."""
    while not stopped.wait(WATCH_SECONDS):
        for name in servers.died():
            say(f"{name} ended and is started again; see {servers.root / name}.log.")
            try:
                servers.restart(name)
            except CannotStart as problem:
                say(str(problem))
                stopped.wait(PAUSE_SECONDS)
        servers.limit_logs()
        for child in children:
            child.mend(say)
            limit_log(child.log)


def say(text: str) -> None:
    """One message to the person at the terminal, who may have gone."""
    with suppress(OSError):
        print(text, flush=True)
