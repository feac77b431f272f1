/** Ed25519 as libsodium verifies it; a browser without it gets it as script, fetched when first needed. */

import { type Bytes, readNumber } from "./bytes";

const FIELD = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const SIGN = 1n << 255n;
/** The y of the points whose order divides eight, reduced: such a key would sign anything. */
const SMALL_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  FIELD - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
]);

export type Verify = (signature: Bytes, said: Bytes, key: Bytes) => Promise<boolean>;

let chosen: Promise<Verify> | undefined;

/** Whether `key` signed `said`; libraries differ over weak keys and large s, so those are refused before. */
export async function isEd25519(signature: Bytes, said: Bytes, key: Bytes, verify?: Verify): Promise<boolean> {
  if (signature.length !== 64 || !mayBeKey(key) || !isPoint(signature.subarray(0, 32))) return false;
  if (littleEndian(signature.subarray(32)) >= ORDER) return false;
  chosen ??= choose();
  return (verify ?? (await chosen))(signature, said, key);
}

/** Whether `key` is spelt as a public key in the one right way, and is none of the weak ones. */
export function mayBeKey(key: Uint8Array): boolean {
  return key.length === 32 && isPoint(key);
}

/** The browser's own Ed25519. */
export const verifyByBrowser: Verify = async (signature, said, key) => {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]).catch(() => null);
  return imported !== null && crypto.subtle.verify("Ed25519", imported, signature, said);
};

/** The same in script. */
export const verifyByScript: Verify = async (signature, said, key) => {
  const { verifyAsync } = await import("./ed25519_script");
  return verifyAsync(signature, said, key, { zip215: false });
};

async function choose(): Promise<Verify> {
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return verifyByBrowser;
  } catch {
    return verifyByScript;
  }
}

function isPoint(bytes: Uint8Array): boolean {
  const y = littleEndian(bytes) % SIGN;
  return y < FIELD && !SMALL_ORDER.has(y);
}

function littleEndian(bytes: Uint8Array): bigint {
  return readNumber(bytes.slice().reverse());
}
