/** The reader's key: made in this browser, never out of it. */

import type { OwnKey as ReaderKey } from "../keys";

export { createKey, type OwnKey as ReaderKey } from "../keys";

/** The public half as the API takes it: only the members that make the key. */
export async function publicJwk(key: ReaderKey): Promise<JsonWebKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key.open);
  const jwk: JsonWebKey = { kty: kty!, crv: crv!, x: x! };
  return key.algorithm === "ES256" ? { ...jwk, y: y! } : jwk;
}

/** `claims` as a compact JWS by this key. */
export async function sign(key: ReaderKey, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const text = `${encode(JSON.stringify({ alg: key.algorithm }))}.${encode(JSON.stringify(claims))}`;
  const how = key.algorithm === "EdDSA" ? "Ed25519" : { name: "ECDSA", hash: "SHA-256" };
  const signature = await crypto.subtle.sign(how, key.secret, new TextEncoder().encode(text));
  return `${text}.${base64url(new Uint8Array(signature))}`;
}

function encode(text: string): string {
  return base64url(new TextEncoder().encode(text));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
