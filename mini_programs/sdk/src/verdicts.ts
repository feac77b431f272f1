/** When a live code counts at a reader without a network. */

import type { Bytes } from "./bytes";
import { readByPublicKey, type LiveCode } from "./live_codes";
import type { Reason } from "./checking";

/** Clocks of the city's own machines differ by less. */
const CLOCK_SKEW_SECONDS = 5;
/** The longest lifetime that settings allow. */
const LIFETIME_SECONDS_MAX = 300;

export interface LiveJudgement {
  readonly reason: Reason | null;
  readonly code: LiveCode | null;
}

/**
 * Why a live code does not count at a reader in `scene`, which has the good public `keys`.
 *
 * Such a reader cannot open the cid, so it learns nothing of the holder, and of the time only the end.
 * `isStale`: what it holds is too old to tell anything of a code that is spelt as ours are.
 */
export async function judgeOffline(
  text: string,
  scene: string,
  level: number,
  keys: ReadonlyMap<string, Bytes>,
  now: number,
  isStale = false,
): Promise<LiveJudgement> {
  const code = await readByPublicKey(text, keys);
  if (!code) return { reason: "not-valid", code };
  return { reason: isStale ? "reader-stale" : judgeCode(code, scene, level, now), code };
}

function judgeCode(code: LiveCode, scene: string, level: number, now: number): Reason | null {
  if (code.expiresAt > now + LIFETIME_SECONDS_MAX + CLOCK_SKEW_SECONDS) return "not-yet-valid";
  if (now >= code.expiresAt) return "expired";
  if (code.scene !== scene) return "wrong-scene";
  return level > 1 ? "wrong-venue" : null;
}
