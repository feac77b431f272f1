/** The phone's part of a carried code: how it shows a credential that the city gave it. */

import { type Bytes, join } from "./bytes";
import { SHOW_TAG } from "./carried_codes";
import { lowerS } from "./p256";

const NOTHING = new Uint8Array();

/** One show of a credential: when by the server's time (seconds), how many before, where. */
export interface Show {
  readonly at: number;
  readonly counter: number;
  readonly scene: number;
  readonly venue?: Bytes | null;
  readonly nonce?: Bytes | null;
}

/** A code's bytes: `credential` (0 to 123, suite 2: 124) shown once, signed by the phone's `sign`. */
export async function writeShow(
  credential: Bytes,
  show: Show,
  sign: (said: Bytes) => Promise<Bytes>,
): Promise<Bytes> {
  const fields = new DataView(new ArrayBuffer(7));
  fields.setUint32(0, show.at);
  fields.setUint16(4, show.counter);
  fields.setUint8(6, show.scene);
  const bound = join(show.venue ?? NOTHING, show.nonce ?? NOTHING);
  const said = join(credential, new Uint8Array(fields.buffer), bound);
  return join(said, await sign(join(SHOW_TAG, said)));
}

/** How a WebCrypto key signs shows: Ed25519, or ES256 with the smaller s, as readers demand it. */
export function signWith(secret: CryptoKey): (said: Bytes) => Promise<Bytes> {
  if (secret.algorithm.name === "Ed25519") {
    return async (said) => new Uint8Array(await crypto.subtle.sign("Ed25519", secret, said));
  }
  const ecdsa = { name: "ECDSA", hash: "SHA-256" };
  return async (said) => lowerS(new Uint8Array(await crypto.subtle.sign(ecdsa, secret, said)));
}
