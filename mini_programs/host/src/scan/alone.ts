/** How a reader judges a code without the city, and writes down what it saw before it answers. */

import {
  isIssued, isShown, judge, judgeLists, judgeOffline, MARK,
  type Bytes, type CarriedCode, type LiveCode, type Reason, type SceneRule,
} from "@yima/sdk";
import type { Attributes } from "../api/schemas";
import { transact } from "./database";
import { append } from "./evidence";
import { liveKeys, standAt, type Holdings } from "./holdings";
import { find, type Enrolled } from "./store";
import { useCarried, useLive } from "./uses";

/** What a code alone tells: `code` stands there when its signatures are right, whatever else speaks against it. */
export interface Finding {
  readonly reason: Reason | null;
  readonly degraded: boolean;
  readonly code: CarriedCode | LiveCode | null;
}

export type AloneReason = Reason | "replayed" | "over-limit";

/** This reader was forgotten meanwhile, in another tab. */
export class Forgotten extends Error {}

/** Somebody who holds a code to the reader all day fills no disk with it. */
const REFUSALS_PER_CODE_MAX = 5;
const CODES_COUNTED_MAX = 10_000;
const refusals = new Map<string, number>();

/** What `text` alone tells at `now` (seconds since 1970), for a reader whose challenge is `nonce`. */
export async function judgeAlone(
  text: string,
  holdings: Holdings,
  rule: SceneRule,
  nonce: Bytes | null,
  now: number,
): Promise<Finding> {
  return text.startsWith(MARK) ? judgeCarried(text, holdings, rule, nonce, now) : judgeLive(text, holdings, rule, now);
}

/**
 * Why `code` does not pass, once that, and that it was used, is on the disk.
 *
 * Throws Forgotten, EvidenceFull and whatever the disk says: what cannot be written down must not pass.
 */
export function settle(
  text: string,
  { reason, degraded, code }: Finding,
  rule: SceneRule,
  { enrolment }: Enrolled,
  now: number,
): Promise<AloneReason | null> {
  if (!code) return Promise.resolve(reason);
  return transact(["reader", "notes", "uses", "evidence"], "readwrite", async (stores) => {
    const current = await find(stores);
    if (!current || current.enrolment !== enrolment) throw new Forgotten();
    const use = () => ("slot" in code ? useCarried(stores, code, rule.cap, now) : useLive(stores, code));
    const found = reason ?? (await use());
    const record = { at: Math.floor(now * 1000), verdict: found ?? "accepted", degraded, code: text };
    if (found === null || isWorthNoting(text)) await append(stores, record);
    return found;
  });
}

/** What a scene allows to know of a holder whose age band is `holder`: nothing when that is 0. */
export function describeHolder({ attributes }: SceneRule, holder: number): Attributes {
  const known = Object.entries(attributes).filter(([, values]) => holder >= 1 && holder <= values.length);
  return Object.fromEntries(known.map(([name, values]) => [name, values[holder - 1]!]));
}

async function judgeCarried(
  text: string,
  holdings: Holdings,
  rule: SceneRule,
  nonce: Bytes | null,
  now: number,
): Promise<Finding> {
  const found = await judge(text, standAt(holdings, rule, nonce), holdings.held, now);
  const reason = found.reason ?? (rule.forms.includes("carried") ? null : "wrong-scene");
  const isGood = found.code && (found.reason === null || (reason !== "not-valid" && (await isSigned(found.code, holdings))));
  return { reason, degraded: found.degraded, code: isGood ? found.code : null };
}

async function judgeLive(text: string, holdings: Holdings, rule: SceneRule, now: number): Promise<Finding> {
  const { isOver, degraded } = judgeLists(holdings.held, rule.degraded, now);
  const { reason, code } = await judgeOffline(text, rule.id, rule.level, liveKeys(holdings, now), now, isOver);
  return { reason: reason ?? (rule.forms.includes("live") ? null : "wrong-scene"), degraded, code };
}

/** Whether both signatures are right, whatever the time; nothing else is evidence. */
async function isSigned(code: CarriedCode, { held }: Holdings): Promise<boolean> {
  const keys = (held.issuers.get(code.kid) ?? []).map(({ key }) => key);
  return (await isIssued(code, keys)) && (await isShown(code));
}

function isWorthNoting(text: string): boolean {
  if (refusals.size >= CODES_COUNTED_MAX) refusals.clear();
  const count = (refusals.get(text) ?? 0) + 1;
  refusals.set(text, count);
  return count <= REFUSALS_PER_CODE_MAX;
}
