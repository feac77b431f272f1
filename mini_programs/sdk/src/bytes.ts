/** Bytes, and how texts spell them. */

/** Bytes that WebCrypto and IndexedDB take as they are. */
export type Bytes = Uint8Array<ArrayBuffer>;

const UTF8 = new TextEncoder();
const CANONICAL = /^[A-Za-z0-9_-]*$/;

/** The bytes of `text` in UTF-8. */
export function utf8(text: string): Bytes {
  return UTF8.encode(text) as Bytes;
}

/** The text of bytes in UTF-8, or null when they are none. */
export function readUtf8(bytes: Uint8Array | null): string | null {
  try {
    return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The number that bytes spell, the highest first. */
export function readNumber(bytes: Uint8Array): bigint {
  let hex = "0x0";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

/** `parts`, one after the other. */
export function join(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** Whether two values are the same bytes; null is only null. */
export function same(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

/** `value` as base64url without padding. */
export function encodeBase64url(value: Uint8Array): string {
  let text = "";
  for (const byte of value) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of base64url without padding, or null when it is spelt in any other way. */
export function decodeBase64url(text: string): Bytes | null {
  if (!CANONICAL.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const tail = bytes.length % 3;
  return tail === 0 || encodeBase64url(bytes.subarray(-tail)).endsWith(text.slice(-1)) ? bytes : null;
}
