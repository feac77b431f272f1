/** A reader at work: what it is, what it holds, and how it stands with the city. */

import { judgeLists, type SceneRule } from "@yima/sdk";
import type { Refused } from "../api/request";
import { createBadge, type Badge } from "./badge";
import { createChallenges, type Challenges } from "./challenges";
import { countWaiting } from "./evidence";
import { takeUp, type Holdings } from "./holdings";
import { loadLists, type Lists } from "./lists";
import { serverSeconds } from "./server_seconds";
import { update, type Enrolled, type Standing } from "./store";

/** What a reader's lists are good for: nothing yet, everything, everything but called old, nothing any more. */
export type ListsState = "none" | "fresh" | "degraded" | "stale";

export interface Running {
  enrolled: Enrolled;
  readonly badge: Badge;
  readonly challenges: Challenges;
  holdings: Holdings | null;
  lists: Lists | null;
  /** The city did not answer the last time. */
  isAway: boolean;
  /** Checks that are not handed in yet. */
  waiting: number;
  /** The city has other evidence under this reader's key. */
  isForked: boolean;
  /** What came as lists could not be trusted. */
  wereListsRefused: boolean;
  readonly changed: () => void;
}

/** Start to work as `enrolled`; `changed` is called whenever there is something new to show. */
export async function start(enrolled: Enrolled, changed: () => void): Promise<Running> {
  const running: Running = {
    enrolled,
    badge: createBadge(enrolled),
    challenges: createChallenges(),
    holdings: null,
    lists: null,
    isAway: !navigator.onLine,
    waiting: await countWaiting(),
    isForked: false,
    wereListsRefused: false,
    changed,
  };
  await takeUpLists(running);
  return running;
}

/** Work with the lists that are kept. */
export async function takeUpLists(running: Running): Promise<void> {
  const kept = await loadLists();
  if (!kept) return;
  running.holdings = await takeUp(kept.lists, kept.shards, running.enrolled.post);
  running.lists = kept.lists;
}

/** The scene's rule, once the lists that name it are there. */
export function ruleOf({ holdings }: Running): SceneRule | null {
  return holdings?.rule ?? null;
}

/** What codes must be bound to here: 0 nothing, 1 the venue, 2 the reader's challenge. */
export function levelOf(running: Running): number {
  return ruleOf(running)?.level ?? running.enrolled.post.scene.level ?? 0;
}

export function listsState(running: Running): ListsState {
  const rule = ruleOf(running);
  if (!running.holdings || !rule) return "none";
  const { isOver, degraded } = judgeLists(running.holdings.held, rule.degraded, serverSeconds.exact());
  return isOver ? "stale" : degraded ? "degraded" : "fresh";
}

/** Whether codes can be checked without the city: the lists are good, and the scene allows it at all. */
export function worksAlone(running: Running): boolean {
  const lists = listsState(running);
  return (lists === "fresh" || lists === "degraded") && !needsCity(running);
}

/** Whether nothing passes here without the city. */
export function needsCity(running: Running): boolean {
  return ruleOf(running)?.cap === 0;
}

/** Note what the city says of this reader, also for the next start without a network. */
export async function stand(running: Running, standing: Standing, post = running.enrolled.post): Promise<void> {
  const { enrolled } = running;
  if (enrolled.standing === standing && JSON.stringify(enrolled.post) === JSON.stringify(post)) return;
  const changed = { ...enrolled, standing, post };
  if (!(await update(changed))) return;
  running.enrolled = changed;
  await takeUpLists(running);
  running.changed();
}

/** Note what a refusal says of this reader; a token that was refused is asked for anew the next time. */
export async function learn(running: Running, error: Refused): Promise<void> {
  running.badge.drop();
  if (error.type === "reader-suspended") await stand(running, "suspended");
  if (error.type === "assertion-refused") await stand(running, "ended");
}
