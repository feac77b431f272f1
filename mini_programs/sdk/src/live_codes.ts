/** How a reader reads live codes: a compact JWS (RFC 7515) with one spelling for each content. */

import { type Bytes, decodeBase64url, encodeBase64url, readUtf8, utf8 } from "./bytes";
import { isEd25519 } from "./ed25519";

const CODE_LENGTH_MAX = 400;
const HEADER = /^\{"alg":"EdDSA","kid":"([0-9a-z]{1,4})"\}$/;
const CLAIMS = /^\{"cid":"([A-Za-z0-9_-]{22})","exp":([1-9][0-9]{9}),"s":"([a-z][a-z0-9-]{0,39})"\}$/;

/** What a live code says; `expiresAt` in seconds since 1970. */
export interface LiveCode {
  readonly cid: Bytes;
  readonly expiresAt: number;
  readonly scene: string;
}

/** What `text` says, when one of the public `keys` (by kid) signed it; a foreign spelling is refused. */
export async function readByPublicKey(text: string, keys: ReadonlyMap<string, Bytes>): Promise<LiveCode | null> {
  if (text.length > CODE_LENGTH_MAX) return null;
  const [header, claims, tail, ...more] = text.split(".");
  if (header === undefined || claims === undefined || tail === undefined || more.length > 0) return null;
  const key = keys.get(findKid(header) ?? "");
  const code = readClaims(claims);
  const signature = decodeBase64url(tail);
  if (!key || !code || !signature) return null;
  return (await isEd25519(signature, utf8(`${header}.${claims}`), key)) ? code : null;
}

function findKid(header: string): string | null {
  return HEADER.exec(readUtf8(decodeBase64url(header)) ?? "")?.[1] ?? null;
}

function readClaims(segment: string): LiveCode | null {
  const [, cid, expires, scene] = CLAIMS.exec(readUtf8(decodeBase64url(segment)) ?? "") ?? [];
  const bytes = decodeBase64url(cid ?? "");
  if (!bytes || !scene || encodeBase64url(bytes) !== cid) return null;
  return { cid: bytes, expiresAt: Number(expires), scene };
}
