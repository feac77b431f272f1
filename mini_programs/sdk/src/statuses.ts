/** Where a credential's index stands in the status lists: the shard, and the place in it. */

const SHARD_SIZE = 2 ** 20;
const SHARDS = 2 ** 12;

/** The shard in which an index lies. */
export function shardOf(index: number): number {
  return Math.floor(index / SHARD_SIZE);
}

/** The place of an index within its shard. */
export function placeOf(index: number): number {
  return index % SHARD_SIZE;
}

/** One number for a shard of one kid. */
export function shardKey(kid: number, shard: number): number {
  return kid * SHARDS + shard;
}
