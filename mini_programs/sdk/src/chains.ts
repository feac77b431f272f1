/**
 * A reader's evidence as a chain: each record's link covers all before it, so one signature covers them all.
 *
 * A record is the text of five lines: its sequence (from 1), the reader's time in milliseconds since 1970, the
 * verdict ("accepted" or the reason), "normal" or "degraded", and the code. Its link is SHA-256 over the link
 * before it (32 zero bytes at first) and that text.
 */

import { type Bytes, join, utf8 } from "./bytes";

export const FIRST_LINK: Bytes = new Uint8Array(32);

/** One check at a reader without a network; `at` in milliseconds since 1970. */
export interface Entry {
  readonly sequence: number;
  readonly at: number;
  readonly verdict: string;
  readonly degraded: boolean;
  readonly code: string;
}

/** The text that a link covers. */
export function writeRecord({ sequence, at, verdict, degraded, code }: Entry): string {
  return [sequence, at, verdict, degraded ? "degraded" : "normal", code].join("\n");
}

/** The link of `entry`, which comes after `link`. */
export async function addLink(link: Bytes, entry: Entry): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", join(link, utf8(writeRecord(entry)))));
}
