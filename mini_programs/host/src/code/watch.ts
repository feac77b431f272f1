/** Watches every code that was shown until it is checked or dead: a reader may be quicker than the refresh. */

import { Refused, request } from "../api/request";
import type { Verification } from "../api/schemas";
import { backoff, pause } from "../time/backoff";
import type { ServerClock } from "../time/server_clock";

/** The API holds a question open for at most this long. */
const WAIT_SECONDS = 25;
/** Codes watched at the same time: the server holds so many questions open for one person. */
const WATCHED_MAX = 3;
/** A check that began while the code lived may be written a little after its end. */
const GRACE_MS = 5_000;

/** A live code or a spoken number that may be checked until it ends. */
export interface Shown {
  readonly cid: string;
  readonly expiresAt: number;
}

export interface Watching {
  add(shown: Shown): void;
  /** Stop asking while hidden; `go` asks once more for each, also for those that died meanwhile. */
  stop(): void;
  go(): void;
}

/** Calls `checked` once for every code that a venue checked. */
export function startWatching(clock: ServerClock, checked: (shown: Shown, verification: Verification) => void): Watching {
  const watched = new Map<string, Shown>();
  let running = new AbortController();

  async function watch(shown: Shown, signal: AbortSignal): Promise<void> {
    let failures = 0;
    const until = shown.expiresAt + GRACE_MS;
    do {
      const began = performance.now();
      try {
        const verification = await ask(shown, Math.min(WAIT_SECONDS, Math.ceil((until - clock.now()) / 1000)), signal);
        if (signal.aborted) return;
        failures = 0;
        if (verification && watched.delete(shown.cid)) return checked(shown, verification);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused && error.status !== 429) break;
        failures += 1;
      }
      const spent = performance.now() - began;
      await pause(failures ? backoff(failures) : Math.max(0, 1_000 - spent), signal);
    } while (!signal.aborted && watched.has(shown.cid) && (clock.now() < until || failures > 0));
    if (!signal.aborted) watched.delete(shown.cid);
  }

  return {
    add(shown) {
      watched.set(shown.cid, shown);
      if (watched.size > WATCHED_MAX) watched.delete(watched.keys().next().value!);
      void watch(shown, running.signal);
    },
    stop: () => running.abort(),
    go() {
      if (!running.signal.aborted) return;
      running = new AbortController();
      for (const shown of watched.values()) void watch(shown, running.signal);
    },
  };
}

async function ask(shown: Shown, wait: number, signal: AbortSignal): Promise<Verification | undefined> {
  const seconds = Math.max(0, wait);
  const path = `/v1/city-codes/${encodeURIComponent(shown.cid)}/verification?wait_seconds=${seconds}`;
  const { value } = await request<Verification | undefined>(path, { signal, seconds: seconds + 10 });
  return value;
}
