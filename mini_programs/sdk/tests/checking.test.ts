import { describe, expect, test } from "bun:test";
import {
  CREDENTIAL_TAG, ED25519, FIRST_LINK, SHOW_TAG, addLink, compress, decompress, hashVenue, join,
  judge, judgeLists, judgeOffline, judgeUse, lowerS, noteUse, readCode, readSpoken, signWith,
  writeShow, writeText, type Bytes, type Use,
} from "../src";
import { isEd25519, verifyByBrowser, verifyByScript } from "../src/ed25519";
import { bytes, held, post, VECTORS } from "./vectors";

describe("a carried code", () => {
  for (const { name, code, reason, degraded, ...changed } of VECTORS.codes) {
    test(`${name}: ${reason ?? "accepted"}`, async () => {
      const found = await judge(code, await post(changed.post), held(changed.held), VECTORS.now);
      expect(found.reason).toBe(reason);
      if (degraded !== undefined) expect(found.degraded).toBe(degraded);
    });
  }
});

describe("a live code without a network", () => {
  const keys = new Map<string, Bytes>(VECTORS.live.keys.map(({ kid, x }: any) => [kid, bytes(x)]));
  const { scene, codes } = VECTORS.live;
  for (const { name, code, reason, level, ...changed } of codes) {
    test(`${name}: ${reason ?? "accepted"}`, async () => {
      const { isOver } = judgeLists(held(changed.held), VECTORS.post.degraded, VECTORS.now);
      expect((await judgeOffline(code, scene, level, keys, VECTORS.now, isOver)).reason).toBe(reason);
    });
  }
});

describe("uses", () => {
  for (const { name, cap, steps } of VECTORS.runs) {
    test(name, () => {
      let last: Use | undefined;
      for (const { code, now, reason } of steps) {
        const read = readCode(code)!;
        expect(judgeUse(read, last, cap, now)).toBe(reason);
        if (reason === null) last = noteUse(read, last, now);
      }
    });
  }
});

test("a chain of evidence has Python's links", async () => {
  let link = FIRST_LINK;
  for (const { link: expected, ...entry } of VECTORS.evidence) {
    link = await addLink(link, entry);
    expect(link).toEqual(bytes(expected));
  }
});

describe("both ways to verify Ed25519", () => {
  for (const { name, code: text } of VECTORS.codes) {
    const code = readCode(text);
    if (code?.suite !== ED25519) continue;
    test(`agree about ${name}`, async () => {
      const issuers = held().issuers.get(code.kid) ?? [];
      const signatures: [Bytes, Bytes, Bytes][] = [
        [code.showSignature, join(SHOW_TAG, code.show), code.key],
        ...issuers.map(({ key }): [Bytes, Bytes, Bytes] => [code.credentialSignature, join(CREDENTIAL_TAG, code.credential), key]),
      ];
      for (const parts of signatures) {
        expect(await isEd25519(...parts, verifyByScript)).toBe(await isEd25519(...parts, verifyByBrowser));
      }
    });
  }
});

describe("a phone with P-256", () => {
  test("signs shows that every reader takes, whichever s its library finds", async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    const open = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    expect(decompress(compress(open))).toEqual(open);
    const sign = signWith(pair.privateKey);
    for (let tries = 0; tries < 20; tries += 1) {
      const signature = await sign(FIRST_LINK);
      expect(lowerS(signature)).toBe(signature);
      const how = { name: "ECDSA", hash: "SHA-256" };
      expect(await crypto.subtle.verify(how, pair.publicKey, signature, FIRST_LINK)).toBe(true);
    }
  });

  test("a point that is spelt wrongly is none", () => {
    for (const wrong of [new Uint8Array(), new Uint8Array(33), new Uint8Array(33).fill(255), new Uint8Array(32).fill(2)]) {
      expect(decompress(wrong)).toBeNull();
    }
  });
});

test("a show bound to a venue and a challenge is as long as the layout says", async () => {
  const venue = await hashVenue(VECTORS.post.venue);
  const nonce = crypto.getRandomValues(new Uint8Array(8));
  const show = { at: VECTORS.now, counter: 1, scene: 10, venue, nonce };
  const raw = await writeShow(bytes(VECTORS.phone.credential), show, async () => new Uint8Array(64));
  expect(readCode(writeText(raw))).toMatchObject({ venue, nonce, counter: 1 });
  expect(raw.length).toBe(211);
});

describe("a spoken number", () => {
  test("is read with spaces, full-width digits and hyphens", () => {
    const number = withCheck("1234567890123456789");
    expect(readSpoken(number)).toBe(number);
    expect(readSpoken(number.replace(/(.{5})/g, "$1 "))).toBe(number);
    expect(readSpoken(` ${number.slice(0, 10)}-${number.slice(10)}`)).toBe(number);
    expect(readSpoken(number.replaceAll("1", "１"))).toBe(number);
  });

  test("is refused with one digit wrong, missing or too many", () => {
    const number = withCheck("3141592653589793238");
    for (let place = 0; place < 20; place += 1) {
      const digit = String((Number(number[place]) + 1) % 10);
      expect(readSpoken(number.slice(0, place) + digit + number.slice(place + 1))).toBeNull();
      expect(readSpoken(number.slice(0, place) + number.slice(place + 1))).toBeNull();
    }
    expect(readSpoken(`${number}0`)).toBeNull();
  });

  function withCheck(digits: string): string {
    return [..."0123456789"].map((digit) => digits + digit).find((number) => readSpoken(number) !== null)!;
  }
});
