import { expect, test } from "bun:test";
import {
  SCENE_RULES, base45, decodeBase64url, encodeBase64url, judge, judgeOffline, readBytes, readCode,
  readJws, readList, writeText, type Bytes,
} from "../src";
import { bytes, held, post, VECTORS } from "./vectors";

const RUNS = 2_000;
const REASONS = ["not-valid", "expired", "not-yet-valid", "revoked", "wrong-scene", "wrong-venue", null];

/** Numbers below 1 that are the same at every run (mulberry32). */
function createRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = createRandom(45);
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <T>(values: readonly T[]): T => values[below(values.length)]!;
const noise = (length: number): Bytes => Uint8Array.from({ length }, () => below(256));

/** `raw` with bytes changed, cut out, put in or put at its end. */
function mutate(raw: Uint8Array): Bytes {
  const bytes = [...raw];
  for (let times = 1 + below(3); times > 0; times -= 1) {
    const place = below(bytes.length + 1);
    pick([
      () => (bytes[place] = below(256)),
      () => bytes.splice(place, 1 + below(9)),
      () => bytes.splice(place, 0, ...noise(1 + below(9))),
      () => bytes.push(...noise(below(20))),
    ])();
  }
  return Uint8Array.from(bytes);
}

test("any bytes have a spelling, and only that one spells them", () => {
  for (let run = 0; run < RUNS; run += 1) {
    const value = noise(below(40));
    expect(base45.decode(base45.encode(value))).toEqual(value);
    expect(decodeBase64url(encodeBase64url(value))).toEqual(value);
    const text = String.fromCharCode(...noise(below(12)));
    for (const [read, write] of [[base45.decode, base45.encode], [decodeBase64url, encodeBase64url]] as const) {
      const found = read(text);
      if (found) expect(write(found)).toBe(text);
    }
  }
});

test("any bytes and any changed code have a reason, and no change is accepted", async () => {
  const [here, now] = [await post(), held()];
  const good = VECTORS.codes.filter((one: any) => !one.post && !one.held).map(({ code }: any) => code);
  for (let run = 0; run < RUNS; run += 1) {
    const text = pick<string>(good);
    const raw = text.startsWith("CC2") ? base45.decode(text.slice(3)) : null;
    const code = writeText(raw && run % 8 ? mutate(raw) : noise(pick([0, 1, 194, 195, 196, 203, 211, 212, 300])));
    const { reason } = await judge(code, here, now, VECTORS.now);
    expect(REASONS).toContain(reason);
    if (reason === null) expect(good).toContain(code);
  }
});

test("any text is a code or none, and never an exception", async () => {
  const keys = new Map([["c1", bytes(VECTORS.live.keys[0].x)]]);
  for (let run = 0; run < RUNS; run += 1) {
    const text = new TextDecoder().decode(mutate(Buffer.from(pick<any>([...VECTORS.codes, ...VECTORS.live.codes]).code)));
    readCode(text);
    readBytes(noise(below(220)));
    await judgeOffline(text, "bus", 0, keys, VECTORS.now);
  }
});

test("any changed list is none, and never an exception", async () => {
  const { root, ...lists } = VECTORS.lists;
  const keyOf = (kid: string) => (kid === root.kid ? bytes(root.x) : null);
  const cwt = bytes(lists.status_list);
  for (let run = 0; run < RUNS / 4; run += 1) {
    const changed = mutate(cwt);
    if (encodeBase64url(changed) !== lists.status_list) expect(await readList(changed, keyOf)).toBeNull();
    const text = new TextDecoder().decode(mutate(Buffer.from(lists.trust_list)));
    expect(await readJws(text, SCENE_RULES, keyOf, VECTORS.now)).toBeNull();
  }
});
