import { expect, test } from "bun:test";
import { createServerClock } from "../src/time/server_clock";

function phone() {
  const at = { steady: 1_000, wall: 50_000_000 };
  const pass = (milliseconds: number, steadyToo = true) => {
    at.wall += milliseconds;
    if (steadyToo) at.steady += milliseconds;
  };
  return { at, pass, clock: createServerClock({ steady: () => at.steady, wall: () => at.wall }) };
}

test("the server's time counts from the moment the question was sent, so it is never behind", () => {
  const { at, pass, clock } = phone();
  const asked = at.steady;
  pass(400);
  clock.anchor(1_000_000, asked);
  expect(clock.now()).toBe(1_000_400);
});

test("moving the phone's clock changes nothing", () => {
  const { at, pass, clock } = phone();
  clock.anchor(1_000_000, at.steady);
  at.wall -= 8 * 3_600_000;
  pass(2_000);
  expect(clock.now()).toBe(1_002_000);
});

test("time that the phone slept through while the page was hidden is counted", () => {
  const { at, pass, clock } = phone();
  clock.anchor(1_000_000, at.steady);
  clock.sleep();
  pass(90_000, false);
  clock.wake();
  expect(clock.now()).toBe(1_090_000);
});

test("a clock that was set back while the page was hidden does not make a code younger", () => {
  const { at, pass, clock } = phone();
  clock.anchor(1_000_000, at.steady);
  clock.sleep();
  pass(5_000);
  at.wall -= 3_600_000;
  clock.wake();
  expect(clock.now()).toBe(1_005_000);
});

test("after a reload the phone's clock goes on with the correction that was kept", () => {
  const { at, pass, clock } = phone();
  clock.restore({ offset: -3_600_000, shown: 0 });
  pass(2_000);
  expect(clock.now()).toBe(at.wall - 3_600_000);
  expect(clock.ahead()).toBe(-3_600_000);
});

test("after a reload time is never behind what was shown last", () => {
  const { at, pass, clock } = phone();
  clock.restore({ offset: 0, shown: at.wall + 60_000 });
  pass(2_000);
  expect(clock.now()).toBe(at.wall + 60_000);
});

test("an answer counts more than what was kept", () => {
  const { at, clock } = phone();
  clock.anchor(1_000_000, at.steady);
  clock.restore({ offset: 9_000, shown: at.wall + 9_000 });
  expect(clock.now()).toBe(1_000_000);
});
