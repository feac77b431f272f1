/** Watches every code that was shown until it is checked or dead: a reader may be quicker than the refresh. */

import { Refused, request } from "../api/request";
import type { Verification } from "../api/schemas";
import { backoff, pause } from "../time/backoff";
import type { ServerClock } from "../time/server_clock";
import type { Held } from "./state";

/** The API holds a question open for at most this long. */
const WAIT_SECONDS = 25;
/** Codes watched at the same time: the server holds so many questions open for one person. */
const WATCHED_MAX = 3;
/** A check that began while the code lived may be written a little after its end. */
const GRACE_MS = 5_000;

export interface Watching {
  add(held: Held): void;
  /** Stop asking while hidden; `go` asks once more for each, also for those that died meanwhile. */
  stop(): void;
  go(): void;
}

/** Calls `checked` once for every code that a venue checked. */
export function startWatching(clock: ServerClock, checked: (held: Held, verification: Verification) => void): Watching {
  const watched = new Map<string, Held>();
  let running = new AbortController();

  async function watch(held: Held, signal: AbortSignal): Promise<void> {
    let failures = 0;
    const until = held.expiresAt + GRACE_MS;
    do {
      const began = performance.now();
      try {
        const verification = await ask(held, Math.min(WAIT_SECONDS, Math.ceil((until - clock.now()) / 1000)), signal);
        if (signal.aborted) return;
        failures = 0;
        if (verification && watched.delete(held.cid)) return checked(held, verification);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused && error.status !== 429) break;
        failures += 1;
      }
      const spent = performance.now() - began;
      await pause(failures ? backoff(failures) : Math.max(0, 1_000 - spent), signal);
    } while (!signal.aborted && watched.has(held.cid) && (clock.now() < until || failures > 0));
    if (!signal.aborted) watched.delete(held.cid);
  }

  return {
    add(held) {
      watched.set(held.cid, held);
      if (watched.size > WATCHED_MAX) watched.delete(watched.keys().next().value!);
      void watch(held, running.signal);
    },
    stop: () => running.abort(),
    go() {
      if (!running.signal.aborted) return;
      running = new AbortController();
      for (const held of watched.values()) void watch(held, running.signal);
    },
  };
}

async function ask(held: Held, wait: number, signal: AbortSignal): Promise<Verification | undefined> {
  const seconds = Math.max(0, wait);
  const path = `/v1/city-codes/${encodeURIComponent(held.cid)}/verification?wait_seconds=${seconds}`;
  const { value } = await request<Verification | undefined>(path, { signal, seconds: seconds + 10 });
  return value;
}
