/** Hands evidence in: in order, from where the city stands, and none of it twice. */

import { decodeBase64url, encodeBase64url, same } from "@yima/sdk";
import { Refused } from "../api/request";
import { confirm, countWaiting, follow, linkAt, loadMarks, markForked, recordsAfter, type EvidenceRecord, type Link } from "./evidence";

/** What the city has of this reader's key. */
export interface Head {
  readonly sequence: number;
  readonly link: string;
}

/** A body of evidence, before the reader signs for it. */
export interface Body {
  readonly after: number;
  readonly records: readonly EvidenceRecord[];
  readonly last: { readonly sequence: number; readonly link: string };
}

/** Where evidence is handed in. */
export interface Office {
  head(): Promise<Head>;
  /** Throws Refused `evidence-gap` and `evidence-forked`. */
  take(body: Body): Promise<void>;
}

const RECORDS_MAX = 200;
/** Another tab may hand in at the same time; whoever is too late looks again. */
const LOOKS_MAX = 10;

/** Hand in all that waits; false when the city has another chain, so that this reader must be enrolled again. */
export async function handIn(office: Office): Promise<boolean> {
  for (let looks = 0; looks < LOOKS_MAX && (await countWaiting()) > 0; looks += 1) {
    if ((await loadMarks()).isForked) return false;
    const { sequence, link: said } = await office.head();
    const link = await linkAt(sequence);
    if (!link || !same(link, decodeBase64url(said))) return stop();
    await confirm({ sequence, link });
    try {
      await handInAfter({ sequence, link }, office);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      if (error.type === "evidence-forked") return stop();
    }
  }
  return true;
}

async function handInAfter(from: Link, office: Office): Promise<void> {
  for (let at = from; ; ) {
    const records = await recordsAfter(at.sequence, RECORDS_MAX);
    if (records.length === 0) return;
    const last = await follow(at, records);
    await office.take({ after: at.sequence, records, last: { ...last, link: encodeBase64url(last.link) } });
    await confirm(last);
    at = last;
  }
}

async function stop(): Promise<false> {
  await markForked();
  return false;
}
