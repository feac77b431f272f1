/**
 * When a carried code counts, told from the code and from what a reader holds, and from nothing else.
 *
 * The order is the same everywhere, in Python and in TypeScript, so that two readers never give two reasons:
 * spelling, age of the lists, the city's key, time, both signatures, status, scene, venue, challenge. Whether
 * the code was used before is for whoever keeps the record of uses (`replayed`, `over-limit`).
 */

import { type Bytes, same } from "./bytes";
import { readCode, type CarriedCode } from "./carried_codes";
import { FRESH_SECONDS, USABLE_SECONDS } from "./lists";
import { isIssued, isShown } from "./signatures";
import { placeOf, shardKey, shardOf } from "./statuses";

export const PAST_SECONDS = 45;
export const FUTURE_SECONDS = 5;
export const DEGRADED_SECONDS = 90;

export type Reason =
  | "not-valid"
  | "reader-stale"
  | "expired"
  | "not-yet-valid"
  | "revoked"
  | "wrong-scene"
  | "wrong-venue";

/** A key of the city's, and when it ends (null: not yet known). */
export interface Issuer {
  readonly key: Bytes;
  readonly until: number | null;
}

/** The status list of one shard, and what was revoked since it was made. */
export interface Shard {
  readonly bits: Uint8Array;
  readonly added: ReadonlySet<number>;
}

/** What a reader holds: the city's keys by kid, trusted `until`; status lists, complete at `listedAt`. */
export interface Held {
  readonly until: number;
  readonly issuers: ReadonlyMap<number, readonly Issuer[]>;
  readonly listedAt: number;
  /** By `shardKey`. */
  readonly shards: ReadonlyMap<number, Shard>;
}

/** Where a reader stands: its scene and that scene's rules, its venue as codes name it, its challenge. */
export interface Post {
  readonly scene: number;
  readonly level: number;
  readonly venue: Bytes;
  readonly degraded: boolean;
  readonly nonce: Bytes | null;
}

/** How old the lists are. */
export interface Age {
  readonly isOver: boolean;
  readonly degraded: boolean;
}

/** `reason` is null when the code counts; `degraded` when the lists behind that are older than a day. */
export interface Judgement {
  readonly reason: Reason | null;
  readonly code: CarriedCode | null;
  readonly degraded: boolean;
}

/** Whether the code `text` counts at `post`, at `now` (seconds since 1970). */
export async function judge(text: string, post: Post, held: Held, now: number): Promise<Judgement> {
  const code = readCode(text);
  if (!code) return { reason: "not-valid", code, degraded: false };
  const { isOver, degraded } = judgeLists(held, post.degraded, now);
  if (isOver) return { reason: "reader-stale", code, degraded };
  const good = (held.issuers.get(code.kid) ?? []).filter(({ until }) => until === null || now < until);
  const keys = good.map(({ key }) => key);
  const reason =
    (await judgeSigned(code, keys, now, degraded)) ?? judgeStatus(code, held.shards) ?? judgePlace(code, post);
  return { reason, code, degraded };
}

/**
 * Whether what a reader holds is too old to tell anything, and else whether it is older than a day.
 *
 * `allowed`: whether the reader's scene allows lists older than a day.
 */
export function judgeLists(held: Pick<Held, "until" | "listedAt">, allowed: boolean, now: number): Age {
  const age = now - held.listedAt;
  const isOver = now >= held.until || age > (allowed ? USABLE_SECONDS : FRESH_SECONDS);
  return { isOver, degraded: !isOver && age > FRESH_SECONDS };
}

/** Why a code does not count by its time and its signatures; `keys` are the city's with the code's kid. */
export async function judgeSigned(
  code: CarriedCode,
  keys: readonly Bytes[],
  now: number,
  degraded = false,
): Promise<Reason | null> {
  if (keys.length === 0) return "not-valid";
  if (code.at > now + (degraded ? DEGRADED_SECONDS : FUTURE_SECONDS)) return "not-yet-valid";
  if (code.at < now - (degraded ? DEGRADED_SECONDS : PAST_SECONDS)) return "expired";
  if (code.expiresAt <= Math.max(now, code.at)) return "expired";
  return (await isIssued(code, keys)) && (await isShown(code)) ? null : "not-valid";
}

/** Why a code does not count by the status lists; a shard without one is newer than they are. */
export function judgeStatus(code: CarriedCode, shards: Held["shards"]): Reason | null {
  const shard = shards.get(shardKey(code.kid, shardOf(code.status)));
  if (!shard) return null;
  const place = placeOf(code.status);
  const byte = shard.bits[place >> 3];
  if (byte === undefined) return "not-valid";
  return shard.added.has(place) || (byte >> (place & 7)) & 1 ? "revoked" : null;
}

/** Why a code does not count here: made for another scene, venue, or reader's challenge. */
export function judgePlace(code: CarriedCode, post: Post): Reason | null {
  if (code.scene !== post.scene) return "wrong-scene";
  if (!same(code.venue, post.venue) && (code.venue !== null || post.level > 0)) return "wrong-venue";
  if (code.nonce === null) return post.level > 1 ? "wrong-venue" : null;
  return same(code.nonce, post.nonce) ? null : "wrong-venue";
}
