/** A reader's own challenges, for scenes where a code must be made for this reader and this moment. */

import { readCode, same, type Bytes } from "@yima/sdk";

const SHOWN_SECONDS = 60;
/** The holder needs a while between reading a challenge and showing the code. */
const GOOD_SECONDS = 120;
const NONCE_BYTES = 8;

interface Challenge {
  readonly nonce: Bytes;
  readonly madeAt: number;
}

export interface Challenges {
  /** The challenge to show at `now` (seconds): a new one a minute after the last, and after each that was used. */
  current(now: number): Bytes;
  /** The challenge that the code `text` answers, when it is one of ours; else the one that is shown. */
  answeredBy(text: string, now: number): Bytes;
  /** Take the challenge back: a code that answers it passed. */
  useUp(nonce: Bytes): void;
}

export function createChallenges(): Challenges {
  let made: readonly Challenge[] = [];

  function current(now: number): Bytes {
    const last = made.at(-1);
    if (last && now >= last.madeAt && now - last.madeAt < SHOWN_SECONDS) return last.nonce;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    made = [...made.filter(({ madeAt }) => isGood(madeAt, now)), { nonce, madeAt: now }];
    return nonce;
  }

  return {
    current,
    answeredBy(text, now) {
      const nonce = readCode(text)?.nonce ?? null;
      const found = made.find((one) => isGood(one.madeAt, now) && same(one.nonce, nonce));
      return found?.nonce ?? current(now);
    },
    useUp(nonce) {
      made = made.filter((one) => !same(one.nonce, nonce));
    },
  };
}

function isGood(madeAt: number, now: number): boolean {
  return now >= madeAt && now - madeAt < GOOD_SECONDS;
}
