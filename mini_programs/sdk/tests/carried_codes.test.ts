import { describe, expect, test } from "bun:test";
import { base45, decodeBase64url, encodeBase64url, readBytes, readCode, signWith, writeShow, writeText } from "../src";
import { VECTORS } from "./vectors";

describe("base45", () => {
  for (const { text, hex } of VECTORS.base45) {
    test(hex === null ? `refuses ${JSON.stringify(text)}` : `spells ${hex || "nothing"}`, () => {
      const value = base45.decode(text);
      expect(value && Buffer.from(value).toString("hex")).toBe(hex);
      if (hex !== null) expect(base45.encode(Buffer.from(hex, "hex"))).toBe(text);
    });
  }
});

test("a phone shows a credential byte for byte as Python does", async () => {
  const { phone } = VECTORS;
  const said = readBytes(decodeBase64url(phone.bytes)!)!;
  const jwk = { kty: "OKP", crv: "Ed25519", d: phone.secret_seed, x: encodeBase64url(said.key) };
  const secret = await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["sign"]);
  const raw = await writeShow(decodeBase64url(phone.credential)!, phone, signWith(secret));
  expect(encodeBase64url(raw)).toBe(phone.bytes);
  expect(writeText(raw)).toBe(phone.text);
});

test("what a code says is what was written into it", () => {
  const { phone } = VECTORS;
  const code = readCode(phone.text)!;
  expect(code).toMatchObject({ kid: 37, status: 4242, holder: 3, device: 1, at: phone.at, counter: 7, scene: 10 });
  expect(code).toMatchObject({ venue: null, nonce: null, slot: Math.floor(phone.at / 15) });
  expect(code.expiresAt).toBe(Math.floor((VECTORS.now + 23 * 3600) / 3600) * 3600);
  expect(encodeBase64url(code.credential)).toBe(phone.credential.slice(0, 80));
});
