/** Whether a reader saw a credential before: in each quarter minute it counts once, and it never goes back. */

import type { CarriedCode } from "./carried_codes";

/** A cap counts by the day in China, which has had one zone and no summer time since 1992. */
const CHINA_SECONDS = 8 * 3600;
const DAY_SECONDS = 86_400;

/** The last accepted show of one credential at a reader, and how many there were on its `day`. */
export interface Use {
  readonly slot: number;
  readonly counter: number;
  readonly day: number;
  readonly count: number;
}

/** Why `code` does not count after `last`, with at most `cap` shows of a credential in a day. */
export function judgeUse(
  code: CarriedCode,
  last: Use | undefined,
  cap: number,
  now: number,
): "replayed" | "over-limit" | null {
  if (last && (code.slot <= last.slot || code.counter <= last.counter)) return "replayed";
  return cap <= countOf(last, now) ? "over-limit" : null;
}

/** What to remember once `code` was accepted. */
export function noteUse(code: CarriedCode, last: Use | undefined, now: number): Use {
  return { slot: code.slot, counter: code.counter, day: dayOf(now), count: countOf(last, now) + 1 };
}

/** The day in China at `now` (seconds since 1970), in days since 1970. */
export function dayOf(now: number): number {
  return Math.floor((now + CHINA_SECONDS) / DAY_SECONDS);
}

function countOf(last: Use | undefined, now: number): number {
  return last?.day === dayOf(now) ? last.count : 0;
}
