/** The few lines of P-256 that WebCrypto lacks: compressed points, and the smaller of two spellings of s. */

import { type Bytes, join, readNumber } from "./bytes";

const FIELD = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const NUMBER_BYTES = 32;

/** The uncompressed point (65 bytes) of a compressed one, or null when it is spelt wrongly or no point. */
export function decompress(point: Uint8Array): Bytes | null {
  const x = readNumber(point.subarray(1));
  if (point.length !== 1 + NUMBER_BYTES || (point[0] !== 2 && point[0] !== 3) || x >= FIELD) return null;
  const square = (((x * x - 3n) % FIELD) * x + B + FIELD) % FIELD;
  // The field's prime is 3 modulo 4, so that this power is a root wherever there is one.
  const root = power(square, (FIELD + 1n) / 4n);
  if ((root * root) % FIELD !== square) return null;
  const y = root % 2n === BigInt(point[0] & 1) ? root : FIELD - root;
  return join(Uint8Array.of(4), writeNumber(x), writeNumber(y));
}

/** The compressed point (33 bytes) of an uncompressed one, as WebCrypto exports it. */
export function compress(point: Uint8Array): Bytes {
  return join(Uint8Array.of(2 + (point[2 * NUMBER_BYTES]! & 1)), point.subarray(1, 1 + NUMBER_BYTES));
}

/** Whether a signature (r, s) has the smaller s: nobody may spell one signature twice. */
export function hasLowerS(signature: Uint8Array): boolean {
  return readNumber(signature.subarray(NUMBER_BYTES)) <= ORDER / 2n;
}

/** `signature` with the smaller s, which signs the same. */
export function lowerS(signature: Bytes): Bytes {
  if (hasLowerS(signature)) return signature;
  const s = readNumber(signature.subarray(NUMBER_BYTES));
  return join(signature.subarray(0, NUMBER_BYTES), writeNumber(ORDER - s));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % FIELD;
    square = (square * square) % FIELD;
  }
  return result;
}

function writeNumber(number: bigint): Bytes {
  const hex = number.toString(16).padStart(2 * NUMBER_BYTES, "0");
  return Uint8Array.from({ length: NUMBER_BYTES }, (_, place) => parseInt(hex.slice(2 * place, 2 * place + 2), 16));
}
