/** Keys that this browser makes and never gives away: it can only sign with them. */

export interface OwnKey {
  readonly algorithm: "EdDSA" | "ES256";
  readonly secret: CryptoKey;
  readonly open: CryptoKey;
}

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;

/** A new non-extractable key: Ed25519, or P-256 where the browser lacks it. */
export async function createKey(): Promise<OwnKey> {
  try {
    const pair = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
    return { algorithm: "EdDSA", secret: pair.privateKey, open: pair.publicKey };
  } catch {
    const pair = await crypto.subtle.generateKey(P256, false, ["sign", "verify"]);
    return { algorithm: "ES256", secret: pair.privateKey, open: pair.publicKey };
  }
}
