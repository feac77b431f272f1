/** How the phone gets a batch: keys made here, credentials from the city, one tab at a time. */

import { type Bytes, compress, decodeBase64url, encodeBase64url } from "@yima/sdk";
import { Refused, request } from "../../api/request";
import type { Credentials } from "../../api/schemas";
import { createKey, type OwnKey } from "../../keys";
import type { ServerClock } from "../../time/server_clock";
import { type Batch, COUNT, isDue } from "./batch";
import { readMark } from "./mark";
import type { Memory } from "./memory";

const LOCK = "yima-code-batch";
/** Thirty-two credentials may take a slow phone and a slow network a while. */
const PATIENCE_SECONDS = 20;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Refusals after which not even codes whose credentials are here may be shown. */
const WITHDRAWN: ReadonlySet<string> = new Set([
  "identity-needed",
  "account-suspended",
  "device-suspended",
  "online-only",
]);

/** How often the city is asked whether a batch still counts: a copy of a code ends it before its time. */
const REVIEW_MS = 5 * 60_000;

export interface Renewal {
  /** Get a batch when one is due, and again by itself when none came; otherwise see that the old one counts. */
  renew(): Promise<void>;
  /** The phone was without a network, so much may have happened: do not trust an earlier review. */
  distrust(): void;
}

export function createRenewal(clock: ServerClock, memory: Memory): Renewal {
  let failures = 0;
  let retryAt = 0;
  let reviewAt = 0;

  function isWanted(): boolean {
    const { batch, used, onlineOnlyUntil = 0 } = memory.kept();
    return clock.now() >= onlineOnlyUntil && isDue(batch, used, clock.now());
  }

  async function renew(): Promise<void> {
    if (document.hidden || performance.now() < retryAt) return;
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      await memory.reload(); // another tab may have been quicker
      if (isWanted()) await attempt();
      else await review();
    });
  }

  async function review(): Promise<void> {
    const { batch } = memory.kept();
    if (!batch || performance.now() < reviewAt) return;
    reviewAt = performance.now() + REVIEW_MS;
    try {
      await request(`/v1/credentials/${batch.id}`);
    } catch (error) {
      if (!(error instanceof Refused)) return;
      if (error.status !== 404) return fail(error);
      await memory.drop();
      await attempt();
    }
  }

  async function attempt(): Promise<void> {
    const mark = await memory.settle();
    try {
      const batch = await fetchBatch(clock);
      failures = 0;
      reviewAt = performance.now() + REVIEW_MS;
      if (readMark() === mark) await memory.keepBatch(batch);
    } catch (error) {
      await fail(error);
    }
  }

  async function fail(error: unknown): Promise<void> {
    failures += 1;
    const asked = error instanceof Refused ? error.retryAfterSeconds * 1000 : 0;
    const pause = Math.max(asked, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)));
    retryAt = performance.now() + pause * (0.8 + 0.4 * Math.random());
    if (error instanceof Refused && error.status === 401) return memory.forget();
    if (error instanceof Refused && WITHDRAWN.has(error.type)) {
      if (error.type === "online-only") memory.remember({ onlineOnlyUntil: error.until });
      return memory.drop();
    }
    setTimeout(() => void renew(), retryAt - performance.now() + 1);
  }

  return { renew, distrust: () => void (reviewAt = 0) };
}

/** A batch for keys that were made for it. Throws Refused and Unanswered. */
async function fetchBatch(clock: ServerClock): Promise<Batch> {
  const keys = await Promise.all(Array.from({ length: COUNT }, createKey));
  const suite = keys[0]!.algorithm === "EdDSA" ? "ed25519" : "es256";
  const body = { suite, keys: await Promise.all(keys.map(publicKey)) };
  const asked = performance.now();
  const { value } = await request<Credentials>("/v1/credentials", { method: "POST", body, seconds: PATIENCE_SECONDS });
  clock.anchor(Date.parse(value.server_time), asked);
  return {
    id: value.id,
    issuedAt: Date.parse(value.issued_at),
    expiresAt: Date.parse(value.expires_at),
    credentials: value.credentials.map(readBytes),
    secrets: keys.map(({ secret }) => secret),
  };
}

async function publicKey({ algorithm, open }: OwnKey): Promise<string> {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", open));
  return encodeBase64url(algorithm === "EdDSA" ? raw : compress(raw));
}

function readBytes(text: string): Bytes {
  const bytes = decodeBase64url(text);
  if (!bytes) throw new Error("a credential is spelt wrongly");
  return bytes;
}
