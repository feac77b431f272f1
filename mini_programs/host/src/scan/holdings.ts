/** What a reader needs at hand to judge a code at once, made from its lists. */

import {
  decodeBase64url, hashVenue, shardKey,
  type Bytes, type Held, type Issuer, type Post as Stand, type SceneRule, type SceneRules,
} from "@yima/sdk";
import type { Post } from "../api/schemas";
import { shardName, type KeptShard, type Lists } from "./lists";

/** `rule` is null in a scene that the lists do not know yet. */
export interface Holdings {
  readonly held: Held;
  readonly codeKeys: readonly (Issuer & { readonly kid: string })[];
  readonly rule: SceneRule | null;
  readonly venue: Bytes;
  readonly prompts: SceneRules["prompts"];
}

/** The holdings of a reader at `post`. */
export async function takeUp(lists: Lists, shards: ReadonlyMap<string, KeptShard>, post: Post): Promise<Holdings> {
  const { trust, scenes, index } = lists;
  const issuers = new Map<number, Issuer[]>();
  for (const key of trust.keys) issuers.set(key.kid, [...(issuers.get(key.kid) ?? []), toIssuer(key)]);
  const known = index.lists.map((one) => {
    const { bits } = shards.get(shardName(one))!; // kept in the same transaction as the index that names it
    return [shardKey(one.kid, one.shard), { bits, added: new Set(one.added) }] as const;
  });
  return {
    held: { until: Math.min(trust.exp, scenes.exp), issuers, listedAt: index.iat, shards: new Map(known) },
    codeKeys: trust.code_keys.map((key) => ({ ...toIssuer(key), kid: key.kid })),
    rule: scenes.scenes.find(({ id }) => id === post.scene.id) ?? null,
    venue: await hashVenue(post.venue.id ?? ""),
    prompts: scenes.prompts,
  };
}

/** Where the reader stands while `nonce` is its challenge. */
export function standAt({ venue }: Holdings, { number, level, degraded }: SceneRule, nonce: Bytes | null): Stand {
  return { scene: number, level, venue, degraded, nonce };
}

/** The keys of live codes that are good at `now`. */
export function liveKeys({ codeKeys }: Holdings, now: number): Map<string, Bytes> {
  const good = codeKeys.filter(({ until }) => until === null || now < until);
  return new Map(good.map(({ kid, key }) => [kid, key]));
}

function toIssuer({ x, until }: { readonly x: string; readonly until?: number | null | undefined }): Issuer {
  return { key: decodeBase64url(x)!, until: until ?? null };
}
