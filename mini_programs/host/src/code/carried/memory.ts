/** What this page knows of what the phone keeps, and whose it is. */

import { type Batch, unused } from "./batch";
import { dropBatch, forgetOthers, keep, type Kept, load } from "./kept";
import { dropMark, readMark, setMark } from "./mark";

export interface Memory {
  kept(): Partial<Kept>;
  /** False once the session ended under whose mark this page keeps things. */
  isOurs(): boolean;
  /** Know what another tab has kept meanwhile. */
  reload(): Promise<void>;
  /** Know `part`, and keep it as soon as there is a mark to keep it under. */
  remember(part: Partial<Kept>): void;
  /** Keep all that is known under a mark that stands for another day; gives it. */
  settle(): Promise<string>;
  keepBatch(batch: Batch): Promise<void>;
  /** Delete credentials and keys. */
  drop(): Promise<void>;
  /** The session that all this belongs to is over: delete it, unless somebody else's is there already. */
  forget(): Promise<void>;
}

/** The memory of this page, with what earlier pages kept. */
export async function openMemory(): Promise<Memory> {
  let kept: Partial<Kept> = await load();

  const isOurs = (): boolean => kept.mark === undefined || kept.mark === readMark();

  async function write(part: Partial<Kept>): Promise<void> {
    kept = { ...kept, ...part };
    if (kept.mark !== undefined && isOurs()) await keep(kept.mark, part);
  }

  async function forget(): Promise<void> {
    if (isOurs()) dropMark();
    kept = kept.scenes ? { scenes: kept.scenes } : {}; // the city's, and nobody's own
    await forgetOthers();
  }

  return {
    kept: () => kept,
    isOurs,
    async reload() {
      const found = await load();
      if (found.mark !== undefined && isOurs()) kept = found;
    },
    remember: (part) => void write(part).catch(() => undefined),
    async settle() {
      if (!isOurs()) await forget();
      const mark = readMark() ?? crypto.randomUUID();
      setMark(mark);
      // Only what has no mark yet is written: counters on disk may be ahead of those known here.
      if (kept.mark === undefined) await write({ ...kept, mark });
      return mark;
    },
    keepBatch: (batch) => write({ batch, used: unused(batch) }),
    async drop() {
      const { batch: _, used: __, ...rest } = kept;
      kept = rest;
      await dropBatch();
    },
    forget,
  };
}
