/** What a reader does between checks: asks how it stands, hands evidence in, and fetches lists. */

import { Refused, request, Unanswered } from "../api/request";
import type { Post } from "../api/schemas";
import { countWaiting, forgetOld, loadMarks } from "./evidence";
import { handIn } from "./hand_in";
import { ListsRefused, refreshLists } from "./lists";
import { createOffice } from "./office";
import { keepRecordings } from "./recordings";
import { learn, stand, takeUpLists, type Running } from "./running";
import { serverSeconds } from "./server_seconds";
import { forgetUses } from "./uses";

const SECONDS = 5;
/** Lists are asked for again after this, and sooner when the last try failed. */
const REFRESH_MS = 15 * 60_000;
const AGAIN_MS = 60_000;

export interface Upkeep {
  /** All that is due. Throws Refused when the city says no to this reader, and Unanswered. */
  look(): Promise<void>;
  /** Hand in what waits, now. Throws Refused and Unanswered. */
  handIn(): Promise<void>;
}

export function createUpkeep(running: Running): Upkeep {
  let refreshAt = 0;
  let looking: Promise<void> | null = null;

  async function lookOnce(): Promise<void> {
    try {
      const ask = { token: await running.badge.token(SECONDS), seconds: SECONDS };
      const { value, serverDate } = await request<Post>("/v1/readers/current", ask);
      serverSeconds.learn(serverDate);
      running.isAway = false;
      await stand(running, value.reader.state === "suspended" ? "suspended" : "good", value);
      await refreshWhenDue();
      if (value.reader.state !== "suspended") await handInWhenPossible();
    } catch (error) {
      if (error instanceof Unanswered) running.isAway = true;
      if (error instanceof Refused) await learn(running, error);
      throw error;
    } finally {
      running.changed();
    }
  }

  /** An office that does not answer is asked again at the next look; codes can be checked all the same. */
  async function handInWhenPossible(): Promise<void> {
    try {
      await handInAll(running);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    }
  }

  async function refreshWhenDue(): Promise<void> {
    if (performance.now() < refreshAt) return;
    refreshAt = performance.now() + AGAIN_MS;
    try {
      await refresh(running);
      refreshAt = performance.now() + REFRESH_MS;
    } catch (error) {
      // Neither a network that is gone nor a full disk ends what is held already; its age shows by itself.
      if (![Unanswered, ListsRefused, DOMException].some((kind) => error instanceof kind)) throw error;
      running.wereListsRefused = error instanceof ListsRefused;
    }
  }

  return {
    look: () => (looking ??= lookOnce().finally(() => (looking = null))),
    handIn: () => handInAll(running).finally(running.changed),
  };
}

async function refresh(running: Running): Promise<void> {
  const now = serverSeconds.exact();
  await refreshLists(now);
  await takeUpLists(running);
  running.wereListsRefused = false;
  running.changed();
  await Promise.all([forgetUses(now), forgetOld(now)]);
  await keepRecordings(running.holdings?.prompts ?? {});
}

/** One tab at a time: what another hands in just now need not be sent twice. */
async function handInAll(running: Running): Promise<void> {
  const work = async () => {
    await handIn(createOffice(running.enrolled, running.badge));
  };
  try {
    if ("locks" in navigator) await navigator.locks.request("yima-evidence", work);
    else await work();
  } finally {
    running.waiting = await countWaiting();
    running.isForked = (await loadMarks()).isForked;
  }
}
