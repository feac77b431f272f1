import { expect, test } from "bun:test";
import { backoff, pause } from "../src/time/backoff";

test("tries are 1, 2, 4, 8 and then 15 seconds apart, and phones do not march in step", () => {
  expect([1, 2, 3, 4, 5, 50].map((failures) => backoff(failures, () => 0.5))).toEqual([1000, 2000, 4000, 8000, 15000, 15000]);
  expect(backoff(1, () => 0)).toBe(800);
  expect(backoff(1, () => 1)).toBe(1200);
});

test("a pause ends at once when nobody waits any more", async () => {
  const gone = new AbortController();
  const began = performance.now();
  const waiting = pause(60_000, gone.signal);
  gone.abort();
  await waiting;
  expect(performance.now() - began).toBeLessThan(1_000);
});
