/** The reader's evidence: one record for each check that it made alone, in order, kept until the city has it. */

import { addLink, FIRST_LINK, type Bytes } from "@yima/sdk";
import { answered, transact, type Stores } from "./database";

/** A record as the city takes it; `at` in milliseconds since 1970. */
export interface EvidenceRecord {
  readonly at: number;
  readonly verdict: string;
  readonly degraded: boolean;
  readonly code: string;
}

/** A record's place in the chain, and its link. */
export interface Link {
  readonly sequence: number;
  readonly link: Bytes;
}

/** Where the chain stands: the last record that was removed here, the last that the city has. */
export interface Marks {
  readonly base: Link;
  readonly known: number;
  readonly isForked: boolean;
}

interface Row extends EvidenceRecord {
  /** Stands at the last record of each body that was handed in, so that no chain is computed from its start. */
  readonly link?: Bytes;
}

/** More wait than a browser should keep: whoever stands here must find a network first. */
export class EvidenceFull extends Error {}

const WAITING_MAX = 20_000;
/** What the city has confirmed is kept this long, should it have to ask again. */
const KEPT_MS = 7 * 86_400_000;
const START: Marks = { base: { sequence: 0, link: FIRST_LINK }, known: 0, isForked: false };
const CHAIN = "chain";

/** Add `record` to the chain, within a transaction that has `evidence` and `notes`. */
export async function append(stores: Stores, { at, verdict, degraded, code }: EvidenceRecord): Promise<void> {
  const marks = await findMarks(stores);
  const sequence = (await lastSequence(stores, marks)) + 1;
  if (sequence - marks.known > WAITING_MAX) throw new EvidenceFull();
  await answered(stores("evidence").add({ at, verdict, degraded, code } satisfies Row, sequence));
}

/** How many records the city has not confirmed. */
export function countWaiting(): Promise<number> {
  return transact(["evidence", "notes"], "readonly", async (stores) => {
    const marks = await findMarks(stores);
    return (await lastSequence(stores, marks)) - marks.known;
  });
}

export function loadMarks(): Promise<Marks> {
  return transact(["notes"], "readonly", findMarks);
}

/** At most `limit` records after `sequence`. */
export async function recordsAfter(sequence: number, limit: number): Promise<EvidenceRecord[]> {
  const rows = await rowsIn(IDBKeyRange.lowerBound(sequence, true), limit);
  return rows.map(({ at, verdict, degraded, code }) => ({ at, verdict, degraded, code }));
}

/** The link of the record `sequence`, or null when it is not here. */
export async function linkAt(sequence: number): Promise<Bytes | null> {
  const { base } = await loadMarks();
  if (sequence <= base.sequence) return sequence === base.sequence ? base.link : null;
  const rows = await rowsIn(IDBKeyRange.bound(base.sequence + 1, sequence));
  if (rows.length < sequence - base.sequence) return null;
  const known = rows.findLastIndex(({ link }) => link !== undefined);
  const start = known < 0 ? base : { sequence: base.sequence + known + 1, link: rows[known]!.link! };
  return (await follow(start, rows.slice(known + 1))).link;
}

/** The last link once `records` follow `from`. */
export async function follow(from: Link, records: readonly EvidenceRecord[]): Promise<Link> {
  let { sequence, link } = from;
  for (const record of records) {
    sequence += 1;
    link = await addLink(link, { ...record, sequence });
  }
  return { sequence, link };
}

/** Note that the city has all up to `sequence`, which has this `link`. */
export async function confirm({ sequence, link }: Link): Promise<void> {
  await change(async (marks, stores) => {
    const row = await answered<Row | undefined>(stores("evidence").get(sequence));
    if (row) stores("evidence").put({ ...row, link }, sequence);
    return { ...marks, known: Math.max(marks.known, sequence) };
  });
}

/** Note that the city has another chain under this key. */
export async function markForked(): Promise<void> {
  await change(async (marks) => ({ ...marks, isForked: true }));
}

/** Remove what the city has had for a week. */
export async function forgetOld(now: number): Promise<void> {
  await change(async (marks, stores) => {
    const [keys, rows] = await Promise.all([
      answered(stores("evidence").getAllKeys(IDBKeyRange.upperBound(marks.known))),
      answered<Row[]>(stores("evidence").getAll(IDBKeyRange.upperBound(marks.known))),
    ]);
    const last = rows.findLastIndex(({ at, link }) => link !== undefined && at < now * 1000 - KEPT_MS);
    if (last < 0) return marks;
    const base = { sequence: Number(keys[last]), link: rows[last]!.link! };
    stores("evidence").delete(IDBKeyRange.upperBound(base.sequence));
    return { ...marks, base };
  });
}

async function change(work: (marks: Marks, stores: Stores) => Promise<Marks>): Promise<void> {
  await transact(["evidence", "notes"], "readwrite", async (stores) => {
    stores("notes").put(await work(await findMarks(stores), stores), CHAIN);
  });
}

async function findMarks(stores: Stores): Promise<Marks> {
  return (await answered<Marks | undefined>(stores("notes").get(CHAIN))) ?? START;
}

async function lastSequence(stores: Stores, { base }: Marks): Promise<number> {
  const cursor = await answered(stores("evidence").openKeyCursor(null, "prev"));
  return cursor ? Number(cursor.key) : base.sequence;
}

function rowsIn(range: IDBKeyRange, limit?: number): Promise<Row[]> {
  return transact(["evidence"], "readonly", (stores) => answered<Row[]>(stores("evidence").getAll(range, limit)));
}
