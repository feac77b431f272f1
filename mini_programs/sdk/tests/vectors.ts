/** The golden vectors that Python wrote: both languages must agree on every one. */

import { decodeBase64url, hashVenue, shardKey, type Bytes, type Held, type Issuer, type Post } from "../src";

export const VECTORS = await Bun.file(new URL("../vectors/carried-codes.json", import.meta.url)).json();

export function bytes(text: string): Bytes {
  const found = decodeBase64url(text);
  if (!found) throw new Error(`${text} is not base64url`);
  return found;
}

/** What the vectors' reader holds, but for what one case says otherwise. */
export function held(changed: { readonly listed_at?: number; readonly until?: number } = {}): Held {
  const { until, listed_at, issuers, shards } = { ...VECTORS.held, ...changed };
  const keys = new Map<number, Issuer[]>();
  for (const one of issuers) keys.set(one.kid, [...(keys.get(one.kid) ?? []), { key: bytes(one.x), until: one.until }]);
  return {
    until,
    listedAt: listed_at,
    issuers: keys,
    shards: new Map(shards.map((one: any) => [shardKey(one.kid, one.shard), toShard(one)])),
  };
}

/** Where the vectors' reader stands, but for what one case says otherwise. */
export async function post(changed: { readonly level?: number; readonly nonce?: string } = {}): Promise<Post> {
  const { scene, level, venue, degraded, nonce } = { ...VECTORS.post, ...changed };
  return { scene, level, venue: await hashVenue(venue), degraded, nonce: nonce && bytes(nonce) };
}

function toShard({ size, revoked, added }: { size: number; revoked: number[]; added: number[] }) {
  const bits = new Uint8Array(size / 8);
  for (const place of revoked) bits[place >> 3]! |= 1 << (place & 7);
  return { bits, added: new Set(added) };
}
