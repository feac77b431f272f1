import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "bun:test";
import { decodeBase64url, encodeBase64url, FIRST_LINK } from "@yima/sdk";
import { Refused, Unanswered } from "../src/api/request";
import { transact } from "../src/scan/database";
import { append, countWaiting, EvidenceFull, follow, forgetOld, linkAt, recordsAfter, type EvidenceRecord } from "../src/scan/evidence";
import { handIn, type Body, type Office } from "../src/scan/hand_in";
import { forget } from "../src/scan/store";

const VECTORS = await Bun.file(new URL("../../sdk/vectors/carried-codes.json", import.meta.url)).json();
const WEEK_MS = 7 * 86_400_000;

const write = (record: EvidenceRecord) => transact(["evidence", "notes"], "readwrite", (stores) => append(stores, record));
const check = (at: number): EvidenceRecord => ({ at, verdict: "accepted", degraded: false, code: `code ${at}` });

/** What the city does with evidence; `afterwards` runs once it has a body, before the reader learns of it. */
class CityOffice implements Office {
  records: EvidenceRecord[] = [];
  links = [encodeBase64url(FIRST_LINK)];
  bodies: number[] = [];
  afterwards = async (): Promise<void> => undefined;

  async head() {
    return { sequence: this.records.length, link: this.links.at(-1)! };
  }

  async take({ after, records, last }: Body) {
    if (after !== this.records.length) throw new Refused(409, "evidence-gap", null, 0, NaN, NaN);
    const from = { sequence: after, link: decodeBase64url(this.links.at(-1)!)! };
    expect(last).toEqual({ sequence: after + records.length, link: encodeBase64url((await follow(from, records)).link) });
    for (const [place, record] of records.entries()) {
      this.records.push(record);
      this.links.push(encodeBase64url((await follow(from, records.slice(0, place + 1))).link));
    }
    this.bodies.push(records.length);
    await this.afterwards();
  }
}

beforeEach(forget);

test("records stand in order, and have the links that every language gives them", async () => {
  for (const { at, verdict, degraded, code } of VECTORS.evidence) await write({ at, verdict, degraded, code });
  for (const { sequence, link } of VECTORS.evidence) expect(await linkAt(sequence)).toEqual(decodeBase64url(link));
  expect(await linkAt(0)).toEqual(FIRST_LINK);
  expect(await linkAt(VECTORS.evidence.length + 1)).toBeNull();
  expect(await countWaiting()).toBe(3);
});

test("a reader that could not hand in for too long writes nothing more", async () => {
  await transact(["evidence"], "readwrite", async (stores) => void stores("evidence").put(check(1), 20_000));
  await expect(write(check(2))).rejects.toBeInstanceOf(EvidenceFull);
  expect(await recordsAfter(20_000, 10)).toEqual([]);
});

describe("handing in", () => {
  test("gives all that waits, in bodies of at most two hundred", async () => {
    const city = new CityOffice();
    for (let at = 1; at <= 201; at += 1) await write(check(at));
    expect(await handIn(city)).toBe(true);
    expect(city.bodies).toEqual([200, 1]);
    expect(city.records.map(({ at }) => at)).toEqual([...Array(201).keys()].map((at) => at + 1));
    expect(await countWaiting()).toBe(0);
  });

  test("asks nothing when nothing waits", async () => {
    const office: Office = { head: () => expect.unreachable(), take: () => expect.unreachable() };
    expect(await handIn(office)).toBe(true);
  });

  test("goes on after a lost answer without sending anything twice", async () => {
    const city = new CityOffice();
    await write(check(1));
    city.afterwards = async () => {
      throw new Unanswered(false);
    };
    await expect(handIn(city)).rejects.toBeInstanceOf(Unanswered);
    city.afterwards = async () => undefined;
    await write(check(2));
    await handIn(city);
    expect(city.records.map(({ at }) => at)).toEqual([1, 2]);
    expect(city.bodies).toEqual([1, 1]);
  });

  test("takes along what is written meanwhile", async () => {
    const city = new CityOffice();
    await write(check(1));
    city.afterwards = async () => {
      city.afterwards = async () => undefined;
      await write(check(2));
    };
    await handIn(city);
    expect(city.records.map(({ at }) => at)).toEqual([1, 2]);
  });

  test("looks again when another tab was quicker", async () => {
    const city = new CityOffice();
    for (const at of [1, 2]) await write(check(at));
    const head = city.head.bind(city);
    city.head = async () => {
      city.head = head;
      const before = await head();
      await city.take(await bodyOf(0, [check(1)]));
      return before;
    };
    await handIn(city);
    expect(city.records.map(({ at }) => at)).toEqual([1, 2]);
  });

  test("gives again what a city lost that was set up anew from a copy of the day before", async () => {
    const city = new CityOffice();
    for (const at of [1, 2, 3]) {
      await write(check(at));
      await handIn(city);
    }
    city.records.length = 1;
    city.links.length = 2;
    await write(check(4));
    await handIn(city);
    expect(city.records.map(({ at }) => at)).toEqual([1, 2, 3, 4]);
  });

  test("stops for good when the city has another chain under this key", async () => {
    const city = new CityOffice();
    await city.take(await bodyOf(0, [check(9)]));
    await write(check(1));
    expect(await handIn(city)).toBe(false);
    expect(await handIn(city)).toBe(false);
    expect(city.records.length).toBe(1);
    expect(await countWaiting()).toBe(1);
  });

  test("keeps what it gave for a week, and goes on after that is removed", async () => {
    const city = new CityOffice();
    for (const at of [1, 2, WEEK_MS]) {
      await write(check(at));
      await handIn(city);
    }
    await write(check(WEEK_MS + 1));
    await forgetOld((WEEK_MS + 3) / 1000);
    expect((await recordsAfter(0, 9)).map(({ at }) => at)).toEqual([WEEK_MS, WEEK_MS + 1]);
    await handIn(city);
    expect(city.records.length).toBe(4);
  });
});

async function bodyOf(after: number, records: EvidenceRecord[]): Promise<Body> {
  const last = await follow({ sequence: after, link: FIRST_LINK }, records);
  return { after, records, last: { ...last, link: encodeBase64url(last.link) } };
}
