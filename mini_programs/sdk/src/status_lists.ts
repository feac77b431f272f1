/**
 * Status lists as readers get them: one bit a credential, deflated, in a signed CWT (Token Status List, IETF).
 *
 * A list covers one shard of one key's credentials. It is a COSE_Sign1 (RFC 9052) over a CWT (RFC 8392); bit 1
 * means that the credential is revoked.
 */

import { decode, encode, Tagged } from "cborg";
import { type Bytes, join } from "./bytes";
import { isEd25519 } from "./ed25519";
import type { KeyOf } from "./jws";

const COSE_SIGN1 = 18;
const [ALGORITHM, KEY_ID, TYPE] = [1, 4, 16];
const EDDSA = -8;
const [SUBJECT, EXPIRES, ISSUED, STATUS_LIST] = [2, 4, 6, 65533];
const MEDIA_TYPE = "application/statuslist+cwt";
const LIST_BYTES_MAX = 1_000_000;
/** A deflated list is shorter than its bits, and the rest of a CWT is small. */
const CWT_BYTES_MAX = 1_100_000;
const STRICT = { useMaps: true, strict: true, rejectDuplicateMapKeys: true, allowIndefinite: false };
const NO_BYTES = new Uint8Array();

/** A list that was checked: `bits` holds index i at bit i % 8 of byte i // 8, the lowest first. */
export interface StatusList {
  readonly subject: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly bits: Bytes;
}

/** The list in `raw`, or null unless a key that `keyOf` knows by its kid signed it as one. */
export async function readList(raw: Uint8Array, keyOf: KeyOf): Promise<StatusList | null> {
  try {
    const payload = raw.length <= CWT_BYTES_MAX && (await open(raw, keyOf));
    return payload ? await readClaims(decode(payload, STRICT)) : null;
  } catch {
    return null; // whatever these bytes are, they are no list
  }
}

/** What a COSE_Sign1 of ours carries, or null. */
async function open(raw: Uint8Array, keyOf: KeyOf): Promise<Bytes | null> {
  const message = decode(raw, { ...STRICT, tags: Tagged.preserve(COSE_SIGN1) });
  if (!(message instanceof Tagged) || !Array.isArray(message.value) || message.value.length !== 4) return null;
  const [head, , payload, signature] = message.value.map((part) => (part instanceof Uint8Array ? join(part) : null));
  if (!head || !payload || !signature) return null;
  const header = decode(head, STRICT);
  const key = keyOf(new TextDecoder("utf-8", { fatal: true }).decode(header.get(KEY_ID)));
  if (!key || header.get(ALGORITHM) !== EDDSA || header.get(TYPE) !== MEDIA_TYPE) return null;
  const signed = encode(["Signature1", head, NO_BYTES, payload]);
  return (await isEd25519(signature, join(signed), key)) ? payload : null;
}

async function readClaims(claims: Map<unknown, unknown>): Promise<StatusList | null> {
  const [subject, issuedAt, expiresAt] = [SUBJECT, ISSUED, EXPIRES].map((name) => claims.get(name));
  const listed = claims.get(STATUS_LIST);
  if (!(listed instanceof Map) || listed.get("bits") !== 1 || typeof subject !== "string") return null;
  if (!isTime(issuedAt) || !isTime(expiresAt)) return null;
  const bits = await inflate(join(listed.get("lst")));
  return bits && { subject, issuedAt, expiresAt, bits };
}

/** What `deflated` unpacks to, or null when that is more than any list of ours. */
async function inflate(deflated: Bytes): Promise<Bytes | null> {
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return join(...parts);
    length += value.length;
    parts.push(value);
    if (length <= LIST_BYTES_MAX) continue;
    void reader.cancel();
    return null;
  }
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
