/** Whether the two signatures of a carried code are right. */

import { type Bytes, join } from "./bytes";
import { CREDENTIAL_TAG, ED25519, SHOW_TAG, type CarriedCode } from "./carried_codes";
import { isEd25519 } from "./ed25519";
import { decompress, hasLowerS } from "./p256";

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const ES256 = { name: "ECDSA", hash: "SHA-256" } as const;

/** Whether one of the city's `keys` signed the credential. */
export async function isIssued(code: CarriedCode, keys: readonly Bytes[]): Promise<boolean> {
  const said = join(CREDENTIAL_TAG, code.credential);
  for (const key of keys) if (await isEd25519(code.credentialSignature, said, key)) return true;
  return false;
}

/** Whether the phone that the credential names signed this show of it. */
export function isShown(code: CarriedCode): Promise<boolean> {
  const said = join(SHOW_TAG, code.show);
  const check = code.suite === ED25519 ? isEd25519 : isEs256;
  return check(code.showSignature, said, code.key);
}

/** Only the smaller of the two values of s counts, so that nobody can spell one signature twice. */
async function isEs256(signature: Bytes, said: Bytes, key: Bytes): Promise<boolean> {
  const point = hasLowerS(signature) && decompress(key);
  if (!point) return false;
  const imported = await crypto.subtle.importKey("raw", point, P256, false, ["verify"]).catch(() => null);
  return imported !== null && crypto.subtle.verify(ES256, imported, signature, said);
}
