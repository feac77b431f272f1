/** Who this browser is as a reader. */

import type { Post } from "../api/schemas";
import { answered, STORES, transact, type Stores } from "./database";
import type { ReaderKey } from "./key";

/** What the city last said of this reader. */
export type Standing = "good" | "suspended" | "ended";

/** An enrolled reader: its place, and its key. */
export interface Enrolled {
  readonly post: Post;
  readonly key: ReaderKey;
  /** Which enrolment this is: another tab may still work for one that was forgotten here. */
  readonly enrolment?: string;
  readonly standing?: Standing;
}

const CURRENT = "current";

/** The reader that this browser is, or undefined. */
export function load(): Promise<Enrolled | undefined> {
  return transact(["reader"], "readonly", find);
}

/** The same within a transaction that has the store `reader`. */
export function find(stores: Stores): Promise<Enrolled | undefined> {
  return answered<Enrolled | undefined>(stores("reader").get(CURRENT));
}

/** Be this reader from now on, also after a restart. */
export async function keep(enrolled: Enrolled): Promise<void> {
  await transact(["reader"], "readwrite", (stores) => answered(stores("reader").put(enrolled, CURRENT)));
  void navigator.storage?.persist?.();
}

/** Keep what changed of this reader; false when it was forgotten meanwhile, and is not to be kept again. */
export function update(enrolled: Enrolled): Promise<boolean> {
  return transact(["reader"], "readwrite", async (stores) => {
    const current = await find(stores);
    const isStill = current !== undefined && current.enrolment === enrolled.enrolment;
    if (isStill) stores("reader").put(enrolled, CURRENT);
    return isStill;
  });
}

/** Delete the reader, its key, and all that it held. */
export async function forget(): Promise<void> {
  await transact(STORES, "readwrite", async (stores) => {
    for (const name of STORES) stores(name).clear();
  });
}
