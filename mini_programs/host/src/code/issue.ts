/** Keeps a fresh code on the phone: asks at refresh_at, backs off when nothing comes, waits while hidden. */

import { Refused, request, Unanswered } from "../api/request";
import type { CityCode } from "../api/schemas";
import { backoff } from "../time/backoff";
import type { ServerClock } from "../time/server_clock";
import { blockOf, hold, type Block, type Held, type Trouble } from "./state";

/** An answer that takes longer leaves people standing at a gate. */
const SLOW_MS = 2_500;

export interface IssuingEvents {
  code(held: Held): void;
  trouble(trouble: Trouble): void;
  block(block: Block): void;
  unknownScene(): void;
}

export interface Issuing {
  /** Ask for a code of `scene` now, whatever was planned. */
  ask(scene: string): void;
  /** Ask nothing while hidden; `go` asks when it is time, or at once when told that no code is there. */
  stop(): void;
  go(atOnce: boolean): void;
}

/** Codes for the scene last asked for, until stopped. */
export function startIssuing(clock: ServerClock, events: IssuingEvents): Issuing {
  let scene: string | null = null;
  let failures = 0;
  let dueAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;
  let stopped = false;

  function plan(at: number): void {
    dueAt = at;
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(turn, Math.max(0, at - clock.now()));
  }

  async function turn(): Promise<void> {
    if (stopped || scene === null) return;
    running?.abort();
    const mine = (running = new AbortController());
    const asked = performance.now();
    const slow = setTimeout(() => mine.signal.aborted || events.trouble({ kind: "slow" }), SLOW_MS);
    try {
      const { value } = await request<CityCode>("/v1/city-codes", { method: "POST", body: { scene }, signal: mine.signal });
      if (mine.signal.aborted) return;
      failures = 0;
      clock.anchor(Date.parse(value.server_time), asked);
      const held = hold(value);
      plan(held.refreshAt);
      events.code(held);
    } catch (error) {
      if (!mine.signal.aborted) fail(error);
    } finally {
      clearTimeout(slow);
      if (running === mine) running = null;
    }
  }

  function fail(error: unknown): void {
    failures += 1;
    if (error instanceof Unanswered) {
      plan(clock.now() + backoff(failures));
      return events.trouble({ kind: error.offline ? "offline" : "busy" });
    }
    if (!(error instanceof Refused)) throw error;
    const block = blockOf(error.status, error.type);
    if (block) return events.block(block);
    if (error.type === "unknown-scene" && failures === 1) return events.unknownScene();
    const until = clock.now() + Math.max(error.retryAfterSeconds * 1000, backoff(failures));
    plan(until);
    events.trouble(error.status === 429 ? { kind: "limited", until } : { kind: "busy" });
  }

  return {
    ask(wanted) {
      scene = wanted;
      failures = 0;
      dueAt = 0;
      clearTimeout(timer);
      void turn();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      running?.abort();
    },
    go(atOnce) {
      stopped = false;
      plan(atOnce || failures > 0 ? clock.now() : dueAt);
    },
  };
}
