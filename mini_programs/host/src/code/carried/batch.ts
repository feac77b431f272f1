/** A day of credentials, and which of them is shown when; pure, so that tests can walk through a day. */

import type { Bytes } from "@yima/sdk";

/** How many credentials one batch has, and how long each is used. */
export const COUNT = 32;
const TURN_MS = 45 * 60_000;
/** A batch this old is replaced when there is a network, so that nobody goes underground with a short rest. */
const RENEW_MS = 6 * 3_600_000;
/** A clock that was corrected by more than this has shown times that are still to come: those keys are burnt. */
const BACK_MS = 60_000;
const COUNTER_MAX = 0xffff;

/** What the city signed for keys of this phone; times are the server's, in milliseconds. */
export interface Batch {
  readonly id: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly credentials: readonly Bytes[];
  readonly secrets: readonly CryptoKey[];
}

/** How often each credential was shown, and the latest time (seconds) that any of them said. */
export interface Used {
  readonly counters: readonly number[];
  readonly at: number;
}

/** One show: which credential, and what it says of when. */
export interface Turn {
  readonly index: number;
  readonly counter: number;
  readonly at: number;
}

/** Nothing of `batch` was shown yet. */
export function unused(batch: Batch): Used {
  return { counters: batch.credentials.map(() => 0), at: Math.floor(batch.issuedAt / 1000) };
}

/** The next show of `batch` at `now`, which no earlier one equals or follows; null when none is left. */
export function nextTurn(batch: Batch, used: Used, now: number): Turn | null {
  if (isBehind(used, now)) return null;
  const at = Math.max(Math.floor(now / 1000), used.at);
  const index = Math.floor((at * 1000 - Math.floor(batch.issuedAt / 1000) * 1000) / TURN_MS);
  const counter = (used.counters[index] ?? COUNTER_MAX) + 1;
  return at * 1000 >= batch.expiresAt || counter > COUNTER_MAX ? null : { index, counter, at };
}

/** `used` once `turn` is taken. */
export function afterTurn(used: Used, turn: Turn): Used {
  return { counters: used.counters.map((counter, index) => (index === turn.index ? turn.counter : counter)), at: turn.at };
}

/** Whether the phone should ask for a new batch at `now`. */
export function isDue(batch: Batch | undefined, used: Used | undefined, now: number): boolean {
  return !batch || !used || now >= batch.issuedAt + RENEW_MS || isBehind(used, now);
}

function isBehind(used: Used, now: number): boolean {
  return now < used.at * 1000 - BACK_MS;
}
