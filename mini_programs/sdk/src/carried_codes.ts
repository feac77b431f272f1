/**
 * The carried code, CC2: a credential that the city signed, and a show of it that the phone signed.
 *
 *    0   1  profile: 0x21 suite 1 (Ed25519 twice), 0x22 suite 2 (the phone signs with ES256)
 *    1   2  kid      the city's key
 *    3  16  cid      as in a live code: only the city can open it
 *   19   4  status   index in the status lists of this kid: shard (12 bits), place (20 bits)
 *   23   3  expires  hours since 1970
 *   26   1  device   what keeps the phone's key: 1 a browser
 *   27   1  holder   the holder's age band, 1 to 6; a scene gives of it what it allows
 *   28  32  key      the phone's key, new for each credential (suite 2: 33, and all below one later)
 *   60  64  signature of the city over "CC2.cred" and all before
 *  124   4  at       seconds since 1970, by the server's time
 *  128   2  counter  grows with every show of one credential
 *  130   1  scene
 *  131   8  venue    SHA-256("CC2.venue", the venue's id as text), first 8 bytes; may be absent
 *  139   8  nonce    the reader's challenge; may be absent, and is absent without a venue
 *  -64  64  signature of the phone over "CC2.show" and all before
 *
 * Numbers are big-endian. The length alone says whether venue and nonce are there. As text it is "CC2" and
 * base45, so that a QR code takes it in its alphanumeric mode.
 */

import * as base45 from "./base45";
import { type Bytes, join, utf8 } from "./bytes";

export const MARK = "CC2";
export const CREDENTIAL_TAG = utf8("CC2.cred");
export const SHOW_TAG = utf8("CC2.show");
export const SLOT_SECONDS = 15;
export const SIGNATURE_BYTES = 64;
/** 212 bytes in base45, after the mark. */
export const TEXT_LENGTH_MAX = 321;

const VENUE_TAG = utf8("CC2.venue");
const HOUR_SECONDS = 3600;
const BINDING_BYTES = 8;
const KEY_START = 28;
const SHOWN_BYTES = 7;

/** One profile: how long its keys are, and so where its fields end. */
export interface Suite {
  readonly profile: number;
  readonly keyBytes: number;
}

export const ED25519: Suite = { profile: 0x21, keyBytes: 32 };
export const ES256: Suite = { profile: 0x22, keyBytes: 33 };
const SUITES = new Map([ED25519, ES256].map((suite) => [suite.profile, suite]));

/** What a carried code says; nothing of it is true before both signatures are checked. */
export interface CarriedCode {
  readonly suite: Suite;
  readonly kid: number;
  readonly cid: Bytes;
  readonly status: number;
  readonly expiresAt: number;
  readonly device: number;
  readonly holder: number;
  readonly key: Bytes;
  readonly at: number;
  readonly counter: number;
  readonly scene: number;
  readonly venue: Bytes | null;
  readonly nonce: Bytes | null;
  readonly credential: Bytes;
  readonly credentialSignature: Bytes;
  readonly show: Bytes;
  readonly showSignature: Bytes;
  /** The quarter minute in which it was drawn: a credential counts once in each. */
  readonly slot: number;
}

/** What `text` says, or null unless it is spelt exactly as a carried code is. */
export function readCode(text: string): CarriedCode | null {
  if (!text.startsWith(MARK) || text.length > TEXT_LENGTH_MAX) return null;
  const raw = base45.decode(text.slice(MARK.length));
  return raw && readBytes(raw);
}

/** The same for the bytes of a code. */
export function readBytes(raw: Bytes): CarriedCode | null {
  const suite = SUITES.get(raw[0] ?? 0);
  if (!suite) return null;
  const signatureStart = KEY_START + suite.keyBytes;
  const shown = signatureStart + SIGNATURE_BYTES;
  const end = raw.length - SIGNATURE_BYTES;
  const bindings = (end - shown - SHOWN_BYTES) / BINDING_BYTES;
  if (![0, 1, 2].includes(bindings)) return null;
  const fields = new DataView(raw.buffer, raw.byteOffset, raw.length);
  const bound = shown + SHOWN_BYTES;
  const at = fields.getUint32(shown);
  return {
    suite,
    kid: fields.getUint16(1),
    cid: raw.slice(3, 19),
    status: fields.getUint32(19),
    expiresAt: (fields.getUint32(22) & 0xffffff) * HOUR_SECONDS,
    device: fields.getUint8(26),
    holder: fields.getUint8(27),
    key: raw.slice(KEY_START, signatureStart),
    at,
    counter: fields.getUint16(shown + 4),
    scene: fields.getUint8(shown + 6),
    venue: bindings > 0 ? raw.slice(bound, bound + BINDING_BYTES) : null,
    nonce: bindings > 1 ? raw.slice(bound + BINDING_BYTES, end) : null,
    credential: raw.slice(0, signatureStart),
    credentialSignature: raw.slice(signatureStart, shown),
    show: raw.slice(0, end),
    showSignature: raw.slice(end),
    slot: Math.floor(at / SLOT_SECONDS),
  };
}

/** A code's bytes as the text that its QR code holds. */
export function writeText(raw: Uint8Array): string {
  return MARK + base45.encode(raw);
}

/** How a carried code names a venue. */
export async function hashVenue(venue: string): Promise<Bytes> {
  const hash = await crypto.subtle.digest("SHA-256", join(VENUE_TAG, utf8(venue)));
  return new Uint8Array(hash, 0, BINDING_BYTES).slice();
}
