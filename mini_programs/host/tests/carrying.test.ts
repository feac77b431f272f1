import { describe, expect, test } from "bun:test";
import { encodeBase64url } from "@yima/sdk";
import type { Scene } from "../src/api/schemas";
import { afterTurn, type Batch, COUNT, isDue, nextTurn, unused, type Used } from "../src/code/carried/batch";
import { bind, type Checked, readPoster } from "../src/code/carried/places";

const ISSUED = Date.parse("2026-11-25T04:00:00.400Z");
const MINUTE = 60_000;
const VENUE = "0198f000-0000-7000-8000-00000000000a";
const NONCE = Uint8Array.from({ length: 8 }, (_, place) => place);

const batch = {
  id: "1",
  issuedAt: ISSUED,
  expiresAt: ISSUED + 23 * 60 * MINUTE,
  credentials: Array.from({ length: COUNT }, () => new Uint8Array(124)),
  secrets: [],
} satisfies Batch;
const fresh = unused(batch);

function scene(level: number, forms: Scene["forms"] = ["live", "carried"]): Scene {
  return { id: "hospital", number: 5, level, forms } as unknown as Scene;
}

describe("a batch over a day", () => {
  test.each([
    [0, 0],
    [44.9, 0],
    [45, 1],
    [22 * 60, 29],
  ])("after %d minutes its credential %d is shown", (minutes, index) => {
    expect(nextTurn(batch, fresh, ISSUED + minutes * MINUTE)?.index).toBe(index);
  });

  test("shows nothing once it has ended", () => {
    expect(nextTurn(batch, fresh, batch.expiresAt - 1_000)).not.toBeNull();
    expect(nextTurn(batch, fresh, batch.expiresAt + 1_000)).toBeNull();
  });

  test("is replaced after six hours, and when there is none", () => {
    expect(isDue(batch, fresh, ISSUED + 359 * MINUTE)).toBe(false);
    expect(isDue(batch, fresh, ISSUED + 360 * MINUTE)).toBe(true);
    expect(isDue(undefined, undefined, ISSUED)).toBe(true);
  });
});

describe("the counter", () => {
  test("grows with every show, for each credential by itself", () => {
    const taken: [number, number][] = [];
    let used: Used = fresh;
    for (const minutes of [1, 1, 50, 51]) {
      const turn = nextTurn(batch, used, ISSUED + minutes * MINUTE)!;
      taken.push([turn.index, turn.counter]);
      used = afterTurn(used, turn);
    }
    expect(taken).toEqual([[0, 1], [0, 2], [1, 1], [1, 2]]);
  });

  test("says no earlier time than before when the clock is corrected a little", () => {
    const turn = nextTurn(batch, fresh, ISSUED + 10 * MINUTE)!;
    expect(nextTurn(batch, afterTurn(fresh, turn), ISSUED + 10 * MINUTE - 5_000)).toEqual({ ...turn, counter: 2 });
  });

  test("burns the batch when the clock had run far ahead", () => {
    const ahead = afterTurn(fresh, nextTurn(batch, fresh, ISSUED + 8 * 60 * MINUTE)!);
    expect(nextTurn(batch, ahead, ISSUED + MINUTE)).toBeNull();
    expect(isDue(batch, ahead, ISSUED + MINUTE)).toBe(true);
  });

  test("ends with the two bytes that a code has for it", () => {
    const worn = { ...fresh, counters: fresh.counters.map(() => 0xffff) };
    expect(nextTurn(batch, worn, ISSUED + MINUTE)).toBeNull();
  });
});

describe("a code's binding", () => {
  const place: Checked = { id: VENUE, name: "市人民医院", at: 1 };
  const poster = { scene: "hospital", venue: VENUE, nonce: NONCE };
  const elsewhere = { ...poster, venue: VENUE.replace("a", "b") };

  test("is nothing where the scene wants nothing, whatever is known", () => {
    expect(bind(scene(0), place, poster)).toEqual({ place: null, nonce: null });
  });

  test("is the venue where the scene wants it", () => {
    expect(bind(scene(1), place, null)).toEqual({ place, nonce: null });
    expect(bind(scene(1), undefined, null)).toBe("venue");
  });

  test("is rather the poster's venue than that of the last check", () => {
    expect(bind(scene(1), place, elsewhere)).toEqual({ place: { id: elsewhere.venue, name: null }, nonce: null });
    expect(bind(scene(1), place, { ...elsewhere, scene: "park" })).toEqual({ place, nonce: null });
  });

  test("is the reader's challenge at that reader's venue", () => {
    expect(bind(scene(2), place, poster)).toEqual({ place: { id: VENUE, name: place.name }, nonce: NONCE });
    expect(bind(scene(2), undefined, poster)).toEqual({ place: { id: VENUE, name: null }, nonce: NONCE });
    expect(bind(scene(2), place, null)).toBe("challenge");
    expect(bind(scene(2), place, { ...poster, nonce: null })).toBe("challenge");
  });

  test("does not come to that where the scene takes no carried codes", () => {
    expect(bind(scene(0, ["live"]), place, poster)).toBe("form");
  });
});

test("a poster's address says scene and venue, and a reader's its challenge too", () => {
  const address = `?scene=event&venue=${VENUE.toUpperCase()}`;
  expect(readPoster(address)).toEqual({ scene: "event", venue: VENUE, nonce: null });
  expect(readPoster(`${address}&nonce=${encodeBase64url(NONCE)}`)?.nonce).toEqual(NONCE);
  expect(readPoster(`${address}&nonce=${encodeBase64url(NONCE.slice(1))}`)?.nonce).toBeNull();
  expect(readPoster(`?scene=event&venue=${VENUE}0`)).toBeNull();
  expect(readPoster("?scene=event")).toBeNull();
});
