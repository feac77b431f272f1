/** What the phone keeps to draw codes by itself: IndexedDB, which alone can hold a key that nobody reads. */

import type { Bytes } from "@yima/sdk";
import type { Scene } from "../../api/schemas";
import type { KeptTime } from "../../time/server_clock";
import { afterTurn, type Batch, nextTurn, type Used } from "./batch";
import { readMark } from "./mark";
import type { Checked } from "./places";

const DATABASE = "yima-code";
const STORE = "kept";

/** All that is kept; each member is a record of its own. */
export interface Kept {
  readonly mark: string;
  readonly batch: Batch;
  readonly used: Used;
  readonly time: KeptTime;
  readonly scenes: readonly Scene[];
  readonly name: string;
  /** Where the last check was, by scene. */
  readonly checked: Readonly<Record<string, Checked>>;
  /** Until when the city wants this device to show live codes alone (milliseconds). */
  readonly onlineOnlyUntil: number;
}

/** A credential, the key to show it with, and what the show says. */
export interface Taken {
  readonly credential: Bytes;
  readonly secret: CryptoKey;
  readonly counter: number;
  readonly at: number;
}

/** What is kept under the mark that stands; nothing without it. */
export async function load(): Promise<Partial<Kept>> {
  const kept = await transact<Partial<Kept>>("readonly", readAll);
  return kept.mark !== undefined && kept.mark === readMark() ? kept : {};
}

/** Keep `part` under `mark`; what another mark left goes. */
export function keep(mark: string, part: Partial<Kept>): Promise<void> {
  return transact("readwrite", (store) => {
    const found = store.get("mark");
    found.onsuccess = () => {
      if (found.result !== mark) store.clear();
      for (const [key, value] of Object.entries({ ...part, mark })) store.put(value, key);
    };
  });
}

/** Delete credentials and keys. */
export function dropBatch(): Promise<void> {
  return transact("readwrite", (store) => {
    store.delete("batch");
    store.delete("used");
  });
}

/** Delete whatever is not kept under the mark that stands. */
export function forgetOthers(): Promise<void> {
  return transact("readwrite", (store) => {
    const mark = store.get("mark");
    mark.onsuccess = () => mark.result === readMark() || store.clear();
  });
}

/**
 * Take one show at the server's time `now`; null when there is none.
 *
 * It is on disk before anybody sees it, so that neither another tab nor a crash takes it again; the clock's
 * `offset` is kept with it.
 */
export function takeShow(now: number, offset: number): Promise<Taken | null> {
  return transact<Taken | null>("readwrite", (store, give) => {
    readAll(store, ({ mark, batch, used }) => {
      const turn = batch && used && mark === readMark() ? nextTurn(batch, used, now) : null;
      if (!batch || !used || !turn) return give(null);
      store.put(afterTurn(used, turn), "used");
      store.put({ offset, shown: turn.at * 1000 } satisfies KeptTime, "time");
      give({ credential: batch.credentials[turn.index]!, secret: batch.secrets[turn.index]!, ...turn });
    });
  });
}

function readAll(store: IDBObjectStore, give: (kept: Partial<Kept>) => void): void {
  const keys = store.getAllKeys();
  const values = store.getAll();
  values.onsuccess = () => give(Object.fromEntries(keys.result.map((key, place) => [key, values.result[place]])));
}

/** What `work` gives, once all that it wrote is on disk. */
async function transact<T = void>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore, give: (value: T) => void) => void,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      let given: T;
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      transaction.oncomplete = () => resolve(given);
      transaction.onabort = () => reject(transaction.error ?? new Error("nothing was kept"));
      work(transaction.objectStore(STORE), (value) => (given = value));
    });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
