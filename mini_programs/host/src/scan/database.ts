/** The scanner's own database in this browser: IndexedDB, which alone can hold a key that nobody reads. */

export type StoreName = "reader" | "notes" | "shards" | "uses" | "evidence";
export type Stores = (name: StoreName) => IDBObjectStore;

export const STORES: readonly StoreName[] = ["reader", "notes", "shards", "uses", "evidence"];

const DATABASE = "yima-reader";
const VERSION = 2;

let opened: Promise<IDBDatabase> | undefined;

/**
 * What `work` gives, once all it did is on the disk; nothing is done when it throws.
 *
 * `work` may wait for requests of these stores (`answered`) and for nothing else, or the transaction is over.
 */
export async function transact<T>(
  names: readonly StoreName[],
  mode: "readonly" | "readwrite",
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const database = await open();
  const transaction = database.transaction([...names], mode, { durability: "strict" });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  try {
    const found = await work((name) => transaction.objectStore(name));
    await done;
    return found;
  } catch (error) {
    done.catch(() => undefined);
    abort(transaction);
    throw error;
  }
}

/** What a request gave. */
export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(): Promise<IDBDatabase> {
  opened ??= connect().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function connect(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => upgrade(request.result);
  const database = await answered(request);
  const lost = () => {
    opened = undefined;
    database.close();
  };
  database.onversionchange = lost;
  database.onclose = lost;
  return database;
}

/** Readers that were enrolled before there were lists have the first store alone, and keep it. */
function upgrade(database: IDBDatabase): void {
  for (const name of STORES) {
    if (database.objectStoreNames.contains(name)) continue;
    const store = database.createObjectStore(name);
    if (name === "uses") store.createIndex("until", "until");
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    return; // it was over already
  }
}
