/** Signed lists as compact JWS (RFC 7515): EdDSA and a type, and nothing that a header could choose. */

import { type Bytes, decodeBase64url, readUtf8, utf8 } from "./bytes";
import { isEd25519 } from "./ed25519";
import type { ListType } from "./lists";

export type KeyOf = (kid: string) => Bytes | null;

const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;
const LIST_CHARACTERS_MAX = 4_000_000;
const HEADER_MEMBERS = "alg,kid,typ";

/** The list in `text`, or null unless a key that `keyOf` knows signed it as a `type` that is not over. */
export async function readJws<T extends { readonly exp: number }>(
  text: string,
  type: ListType<T>,
  keyOf: KeyOf,
  now: number,
): Promise<T | null> {
  const [, head, body, tail] = (text.length <= LIST_CHARACTERS_MAX && COMPACT.exec(text)) || [];
  if (head === undefined || body === undefined || tail === undefined) return null;
  const key = findKey(readJson(head), type.type, keyOf);
  const signature = decodeBase64url(tail);
  if (!key || !signature || !(await isEd25519(signature, utf8(`${head}.${body}`), key))) return null;
  const said = readJson(body);
  return type.shape(said) && said.exp > now ? said : null;
}

function findKey(header: unknown, type: string, keyOf: KeyOf): Bytes | null {
  if (typeof header !== "object" || header === null) return null;
  const { alg, kid, typ } = header as Record<string, unknown>;
  if (Object.keys(header).sort().join() !== HEADER_MEMBERS || typeof kid !== "string") return null;
  return alg === "EdDSA" && typ === type ? keyOf(kid) : null;
}

function readJson(segment: string): unknown {
  try {
    return JSON.parse(readUtf8(decodeBase64url(segment)) ?? "");
  } catch {
    return null;
  }
}
