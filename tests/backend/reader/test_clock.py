"""The reader's time is the city's, whatever happens to the device's own."""

import pytest

from backend.reader.clock import Clock, Remembered, Sources

CITY = 1_800_000_000.0


class Device:
    """A device whose two clocks are set by hand."""

    def __init__(self, wall: float) -> None:
        self.wall_now = wall
        self.steady_now = 100.0

    def sources(self) -> Sources:
        """Both clocks."""
        return Sources(lambda: self.wall_now, lambda: self.steady_now)

    def wait(self, seconds: float) -> None:
        """Let time go on."""
        self.wall_now += seconds
        self.steady_now += seconds


def test_the_citys_time_wins_over_the_devices() -> None:
    device = Device(wall=0)
    clock = Clock(Remembered(), device.sources())
    clock.anchor(CITY, device.steady_now)
    assert clock.now() == pytest.approx(CITY, abs=1)


@pytest.mark.parametrize("hours", [-8, 8])
def test_moving_the_wall_clock_changes_nothing(hours: int) -> None:
    device = Device(wall=CITY)
    clock = Clock(Remembered(), device.sources())
    clock.anchor(CITY, device.steady_now)
    device.wall_now += hours * 3600
    device.wait(10)
    assert clock.now() == pytest.approx(CITY + 10, abs=1)


def test_a_start_without_the_city_goes_on_with_the_stored_offset() -> None:
    device = Device(wall=CITY - 3600)
    clock = Clock(Remembered(), device.sources())
    clock.anchor(CITY, device.steady_now)
    remembered = clock.remember()
    device.wait(600)
    again = Clock(remembered, device.sources())
    assert again.now() == pytest.approx(CITY + 600, abs=1)
    assert not again.is_anchored


def test_a_start_with_a_clock_that_went_back_is_never_behind_the_last_moment() -> None:
    again = Clock(Remembered(offset=0, last=CITY), Device(wall=0).sources())
    assert again.now() == CITY


def test_the_city_may_set_the_time_back() -> None:
    device = Device(wall=CITY + 1_000_000)
    clock = Clock(Remembered(last=CITY + 1_000_000), device.sources())
    clock.anchor(CITY, device.steady_now)
    assert clock.now() == pytest.approx(CITY, abs=1)


def test_answers_that_agree_do_not_move_the_clock() -> None:
    device = Device(wall=CITY)
    clock = Clock(Remembered(), device.sources())
    clock.anchor(CITY, device.steady_now)
    device.wait(10)
    before = clock.now()
    clock.anchor(CITY + 10, device.steady_now)
    clock.anchor(CITY + 9, device.steady_now - 1)
    assert clock.now() == before


def test_a_slow_answer_says_less_than_a_quick_one() -> None:
    device = Device(wall=CITY)
    clock = Clock(Remembered(), device.sources())
    clock.anchor(CITY, device.steady_now)
    asked = device.steady_now
    device.wait(4)
    clock.anchor(CITY + 1, asked)
    assert clock.now() == pytest.approx(CITY + 4, abs=1)
