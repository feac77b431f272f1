/** Where a browser keeps who it is as a reader: IndexedDB, which alone can hold a key that nobody reads. */

import type { Post } from "../api/schemas";
import type { ReaderKey } from "./key";

/** An enrolled reader: its place, and its key. */
export interface Enrolled {
  readonly post: Post;
  readonly key: ReaderKey;
}

const DATABASE = "yima-reader";
const STORE = "reader";
const CURRENT = "current";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}

/** The reader that this browser is, or undefined. */
export function load(): Promise<Enrolled | undefined> {
  return run<Enrolled | undefined>("readonly", (store) => store.get(CURRENT));
}

/** Be this reader from now on, also after a restart. */
export async function keep(enrolled: Enrolled): Promise<void> {
  await run("readwrite", (store) => store.put(enrolled, CURRENT));
  void navigator.storage?.persist?.();
}

/** Delete the reader and its key. */
export async function forget(): Promise<void> {
  await run("readwrite", (store) => store.delete(CURRENT));
}
