import { describe, expect, test } from "bun:test";
import { blockOf, type Carried, face, hold, mayCarry, START, type Held } from "../src/code/state";
import type { Verification } from "../src/api/schemas";

const held: Held = hold({
  code: "a.b.c",
  cid: "cid",
  scene: "library",
  issued_at: "2026-11-25T04:00:00Z",
  refresh_at: "2026-11-25T04:00:40Z",
  expires_at: "2026-11-25T04:01:00Z",
  server_time: "2026-11-25T04:00:00Z",
});
const at = (seconds: number) => held.issuedAt + seconds * 1000;

describe("a code that is alive", () => {
  test("is shown, and counts down to its refresh", () => {
    expect(face({ ...START, held }, at(10))).toMatchObject({ kind: "code", secondsLeft: 30, part: 0.75 });
  });

  test("counts down to its end when the phone is offline", () => {
    const shown = face({ ...START, held, trouble: { kind: "offline" } }, at(45));
    expect(shown).toMatchObject({ kind: "code", secondsLeft: 15, part: 0.25, trouble: { kind: "offline" } });
  });

  test("counts down to its end when the refresh is late", () => {
    expect(face({ ...START, held }, at(41))).toMatchObject({ kind: "code", secondsLeft: 19 });
  });
});

test("a code is covered from the millisecond at which it ends, with or without a network", () => {
  expect(face({ ...START, held }, held.expiresAt - 1).kind).toBe("code");
  expect(face({ ...START, held }, held.expiresAt)).toEqual({ kind: "covered", trouble: null, endedAt: held.expiresAt, lack: null });
  expect(face({ ...START, held, trouble: { kind: "offline" } }, at(90)).kind).toBe("covered");
});

describe("a code that the phone drew by itself", () => {
  const carried: Carried = { text: "CC2", scene: "library", venue: null, from: held.expiresAt, until: held.expiresAt + 15_000 };
  const away = { ...START, held, carried, trouble: { kind: "offline" as const } };

  test("stands once the live one is over and no answer comes", () => {
    expect(face(away, at(59))).toMatchObject({ kind: "code", form: "live" });
    expect(face(away, at(63))).toMatchObject({ kind: "code", form: "carried", secondsLeft: 12, part: 0.8 });
    expect(face({ ...away, trouble: { kind: "busy" } }, at(63))).toMatchObject({ form: "carried" });
    expect(face({ ...away, trouble: { kind: "slow" } }, at(63))).toMatchObject({ form: "carried" });
  });

  test("does not stand while answers come, nor when they say no", () => {
    for (const state of [
      { ...away, trouble: null },
      { ...away, trouble: { kind: "limited" as const, until: at(90) } },
      { ...away, block: "suspended" as const },
    ]) {
      expect(mayCarry(state, at(63))).toBe(false);
      expect(face(state, at(63)).kind).not.toBe("code");
    }
  });

  test("waits for the next one a moment, and is covered then", () => {
    expect(face(away, carried.until + 2_999)).toMatchObject({ form: "carried", secondsLeft: 0 });
    expect(face({ ...away, lack: "credentials" }, carried.until + 3_000)).toMatchObject({ kind: "covered", lack: "credentials" });
  });
});

test("nothing is shown before the first code came", () => {
  expect(face(START, at(0))).toEqual({ kind: "covered", trouble: null, endedAt: null, lack: null });
});

test("who checked the code stands before everything else", () => {
  const checked = { id: "1", result: "accepted" } as Verification;
  expect(face({ ...START, held, checked, block: "suspended" }, at(1)).kind).toBe("checked");
});

test("a block hides the code", () => {
  expect(face({ ...START, held, block: "suspended" }, at(1))).toEqual({ kind: "blocked", block: "suspended" });
});

test("refusals that the holder must settle first are told apart from those that pass", () => {
  expect(blockOf(401, "not-signed-in")).toBe("sign-in");
  expect(blockOf(403, "identity-needed")).toBe("identity");
  expect(blockOf(403, "account-suspended")).toBe("suspended");
  expect(blockOf(403, "device-suspended")).toBe("device");
  expect(blockOf(403, "online-only")).toBeNull();
  expect(blockOf(429, "too-many-requests")).toBeNull();
});
