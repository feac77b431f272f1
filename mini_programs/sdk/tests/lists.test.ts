import { describe, expect, test } from "bun:test";
import { deflateSync } from "node:zlib";
import { encode, Tagged } from "cborg";
import {
  STATUS_INDEX, TRUST_LIST, SCENE_RULES, encodeBase64url, join, readJws, readList, utf8, type Bytes,
} from "../src";
import { bytes, VECTORS } from "./vectors";

const { root, ...lists } = VECTORS.lists;
const now = VECTORS.now;
const keyOf = (kid: string) => (kid === root.kid ? bytes(root.x) : null);

describe("a signed list", () => {
  test("is read with the key that signed it", async () => {
    const trust = await readJws(lists.trust_list, TRUST_LIST, keyOf, now);
    expect(trust?.roots).toEqual([root]);
    expect(trust?.keys.map(({ kid }) => kid)).toEqual([37, 36]);
    const index = await readJws(lists.status_index, STATUS_INDEX, keyOf, now);
    expect(index?.lists).toEqual([{ kid: 37, shard: 0, version: now - 900, added: [888] }]);
  });

  test("is none when a stranger signed it, it is of another kind, over, or changed", async () => {
    expect(await readJws(lists.trust_list_by_a_stranger, TRUST_LIST, keyOf, now)).toBeNull();
    expect(await readJws(lists.trust_list, TRUST_LIST, () => null, now)).toBeNull();
    expect(await readJws(lists.trust_list, SCENE_RULES, keyOf, now)).toBeNull();
    expect(await readJws(lists.trust_list, TRUST_LIST, keyOf, now + 7 * 86_400)).toBeNull();
    expect(await readJws(lists.trust_list.replace(".eyJpc3Mi", ".eyJpc3Mj"), TRUST_LIST, keyOf, now)).toBeNull();
    expect(await readJws("x".repeat(5_000_000), TRUST_LIST, keyOf, now)).toBeNull();
  });

  test("is none with another header or with claims of another shape", async () => {
    const { key, sign } = await signer();
    const good = { alg: "EdDSA", kid: "t", typ: STATUS_INDEX.type };
    const claims = { iss: "a", iat: 1, exp: now + 1, ttl: 900, lists: [] };
    const read = async (head: unknown, body: unknown) =>
      readJws(await write(head, body, sign), STATUS_INDEX, () => key, now);
    expect(await read(good, claims)).toMatchObject({ ttl: 900 });
    for (const head of [{ ...good, alg: "none" }, { ...good, crit: [] }, { ...good, kid: 1 }, [], null, "x"]) {
      expect(await read(head, claims)).toBeNull();
    }
    const wrong = [{ ...claims, exp: "1" }, { ...claims, lists: {} }, { ...claims, lists: [{ kid: 70_000 }] }, [], null, 7];
    for (const body of wrong) expect(await read(good, body)).toBeNull();
  });
});

describe("a status list", () => {
  const raw = bytes(lists.status_list);

  test("is read with the key that signed it, and says who is revoked", async () => {
    const list = await readList(raw, keyOf);
    expect(list?.subject).toBe(lists.status_list_subject);
    expect(list?.issuedAt).toBe(now - 900);
    const revoked = [...list!.bits].flatMap((byte, place) => [...Array(8).keys()].filter((bit) => (byte >> bit) & 1).map((bit) => place * 8 + bit));
    expect(revoked).toEqual(lists.status_list_revoked);
  });

  test("is none without that key, and with any byte changed", async () => {
    expect(await readList(raw, () => null)).toBeNull();
    for (let place = 0; place < raw.length; place += 1) {
      const changed = raw.slice();
      changed[place]! ^= 1;
      expect(await readList(changed, keyOf)).toBeNull();
    }
    expect(await readList(join(raw, new Uint8Array(1)), keyOf)).toBeNull();
  });

  test("is none when it unpacks to more than any list of ours", async () => {
    const { key, sign } = await signer();
    const list = async (size: number) => {
      const deflated = new Uint8Array(deflateSync(new Uint8Array(size)));
      const head = encode(new Map<number, unknown>([[1, -8], [4, utf8("t")], [16, "application/statuslist+cwt"]]));
      const status = new Map<string, unknown>([["bits", 1], ["lst", deflated]]);
      const claims = new Map<number, unknown>([[2, "s"], [4, now + 9], [6, now], [65533, status]]);
      const payload = encode(claims);
      const signature = await sign(join(encode(["Signature1", head, new Uint8Array(), payload])));
      return encode(new Tagged(18, [head, {}, payload, signature]));
    };
    expect((await readList(await list(1_000_000), () => key))?.bits.length).toBe(1_000_000);
    expect(await readList(await list(1_000_001), () => key)).toBeNull();
    expect(await readList(await list(90_000_000), () => key)).toBeNull();
  });
});

async function signer(): Promise<{ key: Bytes; sign: (said: Bytes) => Promise<Bytes> }> {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  return {
    key: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
    sign: async (said) => new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, said)),
  };
}

async function write(head: unknown, body: unknown, sign: (said: Bytes) => Promise<Bytes>): Promise<string> {
  const text = [head, body].map((part) => encodeBase64url(utf8(JSON.stringify(part)))).join(".");
  return `${text}.${encodeBase64url(await sign(utf8(text)))}`;
}
