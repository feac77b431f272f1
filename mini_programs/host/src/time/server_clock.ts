/** The server's time on a phone whose own clock may be wrong or moved. */

export interface ServerClock {
  /** The server's time now, in milliseconds since 1970; never behind the truth while the page is shown. */
  now(): number;
  /** Take the time that an answer carried; `asked` is performance.now() from before the question. */
  anchor(serverTime: number, asked: number): void;
  /** Go on from what an earlier page kept, until an answer anchors this clock. */
  restore(kept: KeptTime): void;
  /** How far the server's time is ahead of the phone's own clock, in milliseconds. */
  ahead(): number;
  /** The page is hidden from here: the phone may sleep, and performance.now() with it. */
  sleep(): void;
  /** The page is shown again: what the wall clock went on by more than performance.now() is added. */
  wake(): void;
}

/** What the next page needs when no answer comes: how far to correct the phone's clock, and what it said last. */
export interface KeptTime {
  readonly offset: number;
  readonly shown: number;
}

export interface Clocks {
  steady(): number;
  wall(): number;
}

const BROWSER: Clocks = { steady: () => performance.now(), wall: () => Date.now() };

/**
 * A clock anchored to the moment a question was *sent*: the answer's time is later than that, so this clock
 * runs at most one round trip ahead, and a code is covered a little early rather than shown too long.
 */
export function createServerClock(clocks: Clocks = BROWSER): ServerClock {
  let offset = clocks.wall() - clocks.steady();
  let anchored = false;
  let asleep: { steady: number; wall: number } | null = null;
  return {
    now: () => clocks.steady() + offset,
    anchor(serverTime, asked) {
      offset = serverTime - asked;
      anchored = true;
      if (asleep) asleep = { steady: clocks.steady(), wall: clocks.wall() };
    },
    restore(kept) {
      if (!anchored) offset = Math.max(clocks.wall() + kept.offset, kept.shown) - clocks.steady();
    },
    ahead: () => clocks.steady() + offset - clocks.wall(),
    sleep() {
      asleep ??= { steady: clocks.steady(), wall: clocks.wall() };
    },
    wake() {
      if (!asleep) return;
      const missed = clocks.wall() - asleep.wall - (clocks.steady() - asleep.steady);
      if (missed > 500) offset += missed;
      asleep = null;
    },
  };
}
