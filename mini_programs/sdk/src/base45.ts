/** Base45 (RFC 9285), strictly: bytes as the characters that a QR code packs most tightly. */

import type { Bytes } from "./bytes";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((character, value) => [character.charCodeAt(0), value]));

/** `value` in base45: three characters for two bytes, two for a last single one. */
export function encode(value: Uint8Array): string {
  let text = "";
  for (let place = 0; place < value.length; place += 2) {
    const pair = place + 1 < value.length;
    let rest = pair ? value[place]! * 256 + value[place + 1]! : value[place]!;
    for (let left = pair ? 3 : 2; left > 0; left -= 1) {
      text += ALPHABET[rest % 45];
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

/** The bytes that `text` spells, or null: foreign characters, a group too large, or one left over. */
export function decode(text: string): Bytes | null {
  const left = text.length % 3;
  if (left === 1) return null;
  const value = new Uint8Array(2 * Math.floor(text.length / 3) + (left ? 1 : 0));
  let end = 0;
  for (let place = 0; place < text.length; place += 3) {
    const group = read(text, place, Math.min(3, text.length - place));
    const pair = place + 2 < text.length;
    if (group < 0 || group > (pair ? 65_535 : 255)) return null;
    if (pair) value[end++] = group >> 8;
    value[end++] = group & 255;
  }
  return value;
}

/** The number of one group, or a negative one when a character is none of ours. */
function read(text: string, place: number, length: number): number {
  let number = 0;
  for (let at = place + length - 1; at >= place; at -= 1) {
    number = number * 45 + (VALUES.get(text.charCodeAt(at)) ?? -1_000_000);
  }
  return number;
}
