import { describe, expect, test } from "bun:test";
import { blockOf, face, hold, START, type Held } from "../src/code/state";
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
  expect(face({ ...START, held }, held.expiresAt)).toEqual({ kind: "covered", trouble: null, endedAt: held.expiresAt });
  expect(face({ ...START, held, trouble: { kind: "offline" } }, at(90)).kind).toBe("covered");
});

test("nothing is shown before the first code came", () => {
  expect(face(START, at(0))).toEqual({ kind: "covered", trouble: null, endedAt: null });
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
  expect(blockOf(429, "too-many-requests")).toBeNull();
});
