import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "bun:test";
import {
  decodeBase64url, hashVenue, readCode, shardKey, writeShow, writeText, type Bytes, type Issuer, type SceneRule,
} from "@yima/sdk";
import { describeHolder, Forgotten, judgeAlone, settle } from "../src/scan/alone";
import { createChallenges } from "../src/scan/challenges";
import { transact } from "../src/scan/database";
import { countWaiting, recordsAfter } from "../src/scan/evidence";
import type { Holdings } from "../src/scan/holdings";
import { forget, keep, type Enrolled } from "../src/scan/store";
import { forgetUses, noteSeen, passedAlone, useCarried } from "../src/scan/uses";

const VECTORS = await Bun.file(new URL("../../sdk/vectors/carried-codes.json", import.meta.url)).json();
const { now, codes, runs, live } = VECTORS;
const [good] = codes;
const reader = { enrolment: "this one" } as Enrolled;

function ruleOf(changed: Partial<SceneRule> = {}): SceneRule {
  const { scene, level, degraded } = VECTORS.post;
  const attributes = { "age-band": ["under-6", "6-17", "18-59", "60-64", "65-79", "80-up"], "is-adult": [false, false, true, true, true, true] };
  return { id: "bus", number: scene, forms: ["live", "carried"], level, cap: 2, degraded, attributes, prompts: {}, ...changed };
}

async function holdings(changed: { listed_at?: number; until?: number } = {}): Promise<Holdings> {
  const { until, listed_at, issuers, shards } = { ...VECTORS.held, ...changed };
  const byKid = new Map<number, Issuer[]>();
  const issuer = ({ x, until }: { x: string; until: number | null }) => ({ key: decodeBase64url(x)!, until });
  for (const one of issuers) byKid.set(one.kid, [...(byKid.get(one.kid) ?? []), issuer(one)]);
  const known = shards.map(({ kid, shard, size, revoked, added }: any) => {
    const bits = new Uint8Array(size / 8);
    for (const place of revoked) bits[place >> 3]! |= 1 << (place & 7);
    return [shardKey(kid, shard), { bits, added: new Set(added) }];
  });
  return {
    held: { until, issuers: byKid, listedAt: listed_at, shards: new Map(known) },
    codeKeys: live.keys.map((key: any) => ({ ...issuer(key), kid: key.kid })),
    rule: null,
    venue: await hashVenue(VECTORS.post.venue),
    prompts: {},
  };
}

beforeEach(async () => {
  await forget();
  await keep(reader);
});

describe("every vector, at this page", () => {
  for (const { name, code, reason, post = {}, held } of codes) {
    test(`${name}: ${reason ?? "accepted"}`, async () => {
      const { nonce, ...changed } = post;
      const found = await judgeAlone(code, await holdings(held), ruleOf(changed), nonce ? decodeBase64url(nonce) : null, now);
      expect(found.reason).toBe(reason);
      if (reason === "not-valid") expect(found.code).toBeNull();
    });
  }

  for (const { name, code, reason, level, held } of live.codes) {
    test(`a live code, ${name}: ${reason ?? "accepted"}`, async () => {
      const found = await judgeAlone(code, await holdings(held), ruleOf({ level }), null, now);
      expect(found.reason).toBe(reason);
    });
  }

  for (const { name, cap, steps } of runs) {
    test(name, async () => {
      for (const { code, now, reason } of steps) {
        const finding = { reason: null, degraded: false, code: readCode(code) };
        expect(await settle(code, finding, ruleOf({ cap }), reader, now)).toBe(reason);
      }
      expect(await countWaiting()).toBe(steps.length);
    });
  }
});

test("a scene that takes no carried codes takes none", async () => {
  expect((await judgeAlone(good.code, await holdings(), ruleOf({ forms: ["live"] }), null, now)).reason).toBe("wrong-scene");
  expect((await judgeAlone(live.codes[0].code, await holdings(), ruleOf({ forms: ["carried"] }), null, now)).reason).toBe("wrong-scene");
});

test("only what is signed is evidence, and one code that is held out for hours is noted five times", async () => {
  for (const { name, code } of codes.slice(0, 40)) {
    const finding = await judgeAlone(code, await holdings(), ruleOf(), null, now);
    const before = await countWaiting();
    await settle(code, finding, ruleOf(), reader, now);
    expect([name, (await countWaiting()) - before]).toEqual([name, finding.code ? 1 : 0]);
  }
  const { code } = codes.find(({ name }: any) => name === "revoked");
  const finding = await judgeAlone(code, await holdings(), ruleOf(), null, now);
  const before = await countWaiting();
  for (let times = 0; times < 20; times += 1) expect(await settle(code, finding, ruleOf(), reader, now)).toBe("revoked");
  expect((await countWaiting()) - before).toBe(5);
});

test("a reader that was forgotten in another tab writes nothing", async () => {
  const finding = await judgeAlone(good.code, await holdings(), ruleOf(), null, now);
  await expect(settle(good.code, finding, ruleOf(), { enrolment: "another" } as Enrolled, now)).rejects.toBeInstanceOf(Forgotten);
  await forget();
  await expect(settle(good.code, finding, ruleOf(), reader, now)).rejects.toBeInstanceOf(Forgotten);
  expect(await recordsAfter(0, 9)).toEqual([]);
});

test("what the city let pass is used here as well, and is none of the day's passes without it", async () => {
  const [first, , , later] = runs.find(({ cap }: any) => cap === 2).steps.map(({ code }: any) => readCode(code)!);
  await noteSeen(first, now);
  expect(await passedAlone(first)).toBe(false);
  const use = (code: typeof first, cap: number) => transact(["uses"], "readwrite", (stores) => useCarried(stores, code, cap, now));
  expect(await use(first, 1)).toBe("replayed");
  expect(await use(later, 1)).toBeNull();
  expect(await passedAlone(later)).toBe(true);
  await forgetUses(later.expiresAt + 1);
  expect(await passedAlone(later)).toBe(false);
});

test("a holder's age band tells what the scene allows, and an unknown one nothing", () => {
  expect(describeHolder(ruleOf(), 3)).toEqual({ "age-band": "18-59", "is-adult": true });
  expect(describeHolder(ruleOf({ attributes: {} }), 3)).toEqual({});
  for (const band of [0, 7, 255]) expect(describeHolder(ruleOf(), band)).toEqual({});
});

describe("challenges", () => {
  const answerTo = async (nonce: Bytes) => {
    const show = { at: now, counter: 1, scene: 11, venue: new Uint8Array(8), nonce };
    return writeText(await writeShow(decodeBase64url(VECTORS.phone.credential)!, show, async () => new Uint8Array(64)));
  };

  test("change after a minute, and an answer to the last one is good for another", async () => {
    const challenges = createChallenges();
    const first = challenges.current(0);
    expect(challenges.current(59)).toBe(first);
    const second = challenges.current(60);
    expect(second).not.toEqual(first);
    expect(challenges.answeredBy(await answerTo(first), 119)).toBe(first);
    expect(challenges.answeredBy(await answerTo(second), 119)).toBe(second);
    expect(challenges.answeredBy(await answerTo(first), 120)).not.toEqual(first);
  });

  test("change once a code has answered one, which no other code answers then", async () => {
    const challenges = createChallenges();
    const first = challenges.current(0);
    challenges.useUp(first);
    expect(challenges.current(1)).not.toEqual(first);
    expect(challenges.answeredBy(await answerTo(first), 2)).not.toEqual(first);
  });

  test("change when the clock is put back", () => {
    const challenges = createChallenges();
    const first = challenges.current(1_000);
    expect(challenges.current(10)).not.toEqual(first);
  });
});
