/** The city's signed lists as this reader keeps them: all of one moment, never exchanged for older ones. */

import {
  decodeBase64url, readJws, readList, ROOTS, SCENE_RULES, STATUS_INDEX, TRUST_LIST,
  type Bytes, type KeyOf, type ListKey, type ListType, type SceneRules, type Shaped, type StatusIndex, type TrustList,
} from "@yima/sdk";
import { fetchFile } from "../api/files";
import { answered, transact } from "./database";

/** The three lists; the keys that sign the next ones stand in the trust list. */
export interface Lists {
  readonly trust: TrustList;
  readonly scenes: SceneRules;
  readonly index: StatusIndex;
}

/** One status list. */
export interface KeptShard {
  readonly version: number;
  readonly bits: Bytes;
}

/** What came as a list is not signed by the city, is incomplete, or is older than what is held. */
export class ListsRefused extends Error {}

const FOLDER = "/.well-known/city-code";
const FILE_BYTES_MAX = 4_000_000;
const STATUS_LISTS_MAX = 1_024;

type ListRoots = Shaped<typeof ROOTS>;
type StatusOf = StatusIndex["lists"][number];

/** What the reader holds; null before the first time. */
export function loadLists(): Promise<{ lists: Lists; shards: Map<string, KeptShard> } | null> {
  return transact(["notes", "shards"], "readonly", async (stores) => {
    const [lists, names, shards] = await Promise.all([
      answered<Lists | undefined>(stores("notes").get("lists")),
      answered(stores("shards").getAllKeys()),
      answered<KeptShard[]>(stores("shards").getAll()),
    ]);
    return lists ? { lists, shards: new Map(names.map((name, place) => [String(name), shards[place]!])) } : null;
  });
}

/** The name of a status list among those that are kept. */
export function shardName({ kid, shard }: Pick<StatusOf, "kid" | "shard">): string {
  return `${kid}/${shard}`;
}

/** Learn which keys sign lists, once: at the enrolment, or when an older one has none yet. */
export async function pinRoots(): Promise<readonly ListKey[]> {
  const kept = await transact(["notes"], "readonly", (stores) => {
    return answered<readonly ListKey[] | undefined>(stores("notes").get("roots"));
  });
  if (kept) return kept;
  const said = readRoots(await fetchFile(`${FOLDER}/roots.json`, FILE_BYTES_MAX));
  await transact(["notes"], "readwrite", (stores) => answered(stores("notes").put(said.keys, "roots")));
  return said.keys;
}

function readRoots(bytes: Bytes): ListRoots {
  try {
    const said: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (ROOTS(said)) return said;
  } catch {
    throw new ListsRefused(); // somebody else answered in the city's place
  }
  throw new ListsRefused();
}

/** Fetch the newest lists and keep them together. Throws Unanswered and ListsRefused. */
export async function refreshLists(now: number): Promise<void> {
  const held = await loadLists();
  const trust = await refresh("trust-list", TRUST_LIST, finder(await pinRoots()), held?.lists.trust, now);
  const keyOf = finder(trust.roots);
  const scenes = await refresh("scenes", SCENE_RULES, keyOf, held?.lists.scenes, now);
  const index = await refresh("status", STATUS_INDEX, keyOf, held?.lists.index, now);
  if (index.lists.length > STATUS_LISTS_MAX) throw new ListsRefused();
  const fetched = new Map<string, KeptShard>();
  for (const one of index.lists) {
    const version = held?.shards.get(shardName(one))?.version ?? -1;
    if (one.version < version) throw new ListsRefused();
    if (one.version > version) fetched.set(shardName(one), await fetchShard(one, keyOf, now));
  }
  await keep({ trust, scenes, index }, fetched);
}

/** An older list than the one held is left aside: a cache in between may have given it. */
async function refresh<T extends { readonly iat: number; readonly exp: number }>(
  name: string,
  type: ListType<T>,
  keyOf: KeyOf,
  held: T | undefined,
  now: number,
): Promise<T> {
  const text = new TextDecoder().decode(await fetchFile(`${FOLDER}/${name}`, FILE_BYTES_MAX));
  const said = await readJws(text, type, keyOf, now);
  if (!said) throw new ListsRefused();
  return held && held.iat > said.iat ? held : said;
}

/** A city that moved to another address still has lists that were named at the old one: the path must fit. */
async function fetchShard(one: StatusOf, keyOf: KeyOf, now: number): Promise<KeptShard> {
  const path = `${FOLDER}/status/${one.kid}/${one.shard}/${one.version}`;
  const found = await readList(await fetchFile(path, FILE_BYTES_MAX), keyOf);
  if (!found || !found.subject.endsWith(path) || found.expiresAt <= now) throw new ListsRefused();
  return { version: one.version, bits: found.bits };
}

async function keep(lists: Lists, fetched: ReadonlyMap<string, KeptShard>): Promise<void> {
  const named = new Set(lists.index.lists.map(shardName));
  await transact(["notes", "shards"], "readwrite", async (stores) => {
    const names = await answered(stores("shards").getAllKeys());
    for (const name of names) if (!named.has(String(name))) stores("shards").delete(name);
    for (const [name, shard] of fetched) stores("shards").put(shard, name);
    stores("notes").put(lists.trust.roots, "roots");
    stores("notes").put(lists, "lists");
  });
}

function finder(keys: readonly ListKey[]): KeyOf {
  return (kid) => decodeBase64url(keys.find((key) => key.kid === kid)?.x ?? "") || null;
}
