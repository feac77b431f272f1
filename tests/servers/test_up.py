"""`yima up`, as a person starts and stops it, and as a machine kills it."""

import functools
import signal

import httpx

from tests.servers.city import City, child, family, interrupt, wait_for, wait_until_gone


def test_it_prints_the_address_the_accounts_and_how_to_stop(city: City) -> None:
    with city.up():
        said = city.said()
        assert f"Yima runs at http://127.0.0.1:{city.port} " in said
        assert f"http://127.0.0.1:{city.port}/demo/inbox" in said
        for phone in ("13800000001", "13800000002", "13800000005", "13800000009"):
            assert f"  {phone}  " in said
        assert "Stop: Ctrl-C" in said
        assert httpx.get(f"http://127.0.0.1:{city.port}/health/ready").status_code == 200


def test_control_c_stops_everything_within_seconds(city: City) -> None:
    with city.up() as up:
        everything = family(up.pid)
        assert {"postgres", "valkey-server"} <= {process.name() for process in everything}
        assert interrupt(up) < 8
    wait_until_gone(everything)
    assert city.said().endswith("\nStopping.\n")


def test_a_second_start_is_quick_and_finds_the_city_again(started: City) -> None:
    with started.up() as up:
        assert started.ask("keys", "list").stdout.count("current") == 3
        kids = started.ask("keys", "list").stdout
        interrupt(up)
    with started.up():
        assert started.ask("keys", "list").stdout == kids


def test_a_killed_city_leaves_no_orphan_and_starts_again_at_once(city: City) -> None:
    with city.up() as up:
        everything = family(up.pid)
        assert len(everything) > 6
        up.send_signal(signal.SIGKILL)
        up.wait()
    with city.up():
        wait_until_gone(everything)


def test_it_stops_with_the_process_that_started_it_when_asked(city: City) -> None:
    with city.up(through_shell=True) as shell:
        everything = family(shell.pid)
        shell.send_signal(signal.SIGKILL)
        shell.wait()
        wait_until_gone(everything)


def test_a_second_city_on_the_same_data_is_refused(city: City) -> None:
    with city.up() as up:
        other = City(city.folder)
        assert other.refusal() == (
            f"Another Yima (process {up.pid}) already runs on {city.folder}:"
            " stop it or set YIMA_DATA to another."
        )


def test_crashed_parts_start_again_and_it_says_so(city: City) -> None:
    with city.up() as up:
        for command in ("worker", "serve"):
            crashed = child(up.pid, command)
            crashed.kill()
            wait_until_gone([crashed])
            wait_for(
                functools.partial(has_said, city, f"`yima {command}` ended (killed by SIGKILL)"), city.said
            )
            assert child(up.pid, command).pid != crashed.pid
        child(up.pid, "postgres").kill()
        wait_for(functools.partial(has_said, city, "postgres ended and is started again"), city.said)
        wait_for(lambda: is_ready(city), city.said)


def test_operators_are_made_beside_a_running_city(city: City) -> None:
    with city.up():
        assert city.ask("operator", "add", "13800000008").returncode == 0
        refused = city.ask("operator", "add", "12345")
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert city.ask("keys", "rotate", "city-code", "--force").returncode == 0
        assert city.ask("keys", "revoke", "none").returncode == 1


def test_with_servers_of_others_it_starts_none(city: City, servers: object) -> None:
    city.settings |= {
        "YIMA_DATABASE_URL": servers.database_url,  # type: ignore[attr-defined]
        "YIMA_REDIS_URL": servers.redis_url,  # type: ignore[attr-defined]
    }
    with city.up() as up:
        assert not {"postgres", "valkey-server"} & {process.name() for process in family(up.pid)}


def has_said(city: City, sentence: str) -> bool:
    """Whether the city has printed the sentence."""
    return sentence in city.said()


def is_ready(city: City) -> bool:
    """Whether the city answers that it is ready."""
    try:
        return httpx.get(f"http://127.0.0.1:{city.port}/health/ready").status_code == 200
    except httpx.TransportError:
        return False
