/** What this reader remembers of codes that passed, so that none passes twice here. */

import { encodeBase64url, judgeUse, noteUse, type CarriedCode, type LiveCode, type Use } from "@yima/sdk";
import { answered, transact, type Stores } from "./database";

/** `alone`: passed without the city, which does not know of it yet. */
interface KeptUse extends Use {
  readonly until: number;
  readonly alone: boolean;
}

/** Why a code that is good does not pass after what passed before; when it passes, that is noted. */
export async function useCarried(stores: Stores, code: CarriedCode, cap: number, now: number) {
  const last = await find(stores, code);
  const reason = judgeUse(code, last, cap, now);
  if (reason === null) put(stores, code, { ...noteUse(code, last, now), until: code.expiresAt, alone: true });
  return reason;
}

/** The same for a live code, which passes once. */
export async function useLive(stores: Stores, code: LiveCode) {
  if (await find(stores, code)) return "replayed" as const;
  put(stores, code, { slot: 0, counter: 0, day: 0, count: 1, until: code.expiresAt, alone: true });
  return null;
}

/** Whether `code` passed here while nobody could tell the city, which might let it pass again. */
export async function passedAlone(code: CarriedCode | LiveCode): Promise<boolean> {
  const last = await transact(["uses"], "readonly", (stores) => find(stores, code));
  if (!last?.alone) return false;
  return !("slot" in code) || code.slot <= last.slot || code.counter <= last.counter;
}

/** Note that the city let `code` pass: it is used, and not one of the day's passes without the city. */
export async function noteSeen(code: CarriedCode | LiveCode, now: number): Promise<void> {
  await transact(["uses"], "readwrite", async (stores) => {
    const last = await find(stores, code);
    if (!("slot" in code)) {
      return put(stores, code, { slot: 0, counter: 0, day: 0, count: 0, until: code.expiresAt, alone: false });
    }
    if (last && (code.slot <= last.slot || code.counter <= last.counter)) return;
    const use = noteUse(code, last, now);
    put(stores, code, { ...use, count: use.count - 1, until: code.expiresAt, alone: false });
  });
}

/** Remove what could not pass again anyway. */
export async function forgetUses(now: number): Promise<void> {
  await transact(["uses"], "readwrite", async (stores) => {
    const names = await answered(stores("uses").index("until").getAllKeys(IDBKeyRange.upperBound(now, true)));
    for (const name of names) stores("uses").delete(name);
  });
}

function find(stores: Stores, { cid }: CarriedCode | LiveCode): Promise<KeptUse | undefined> {
  return answered<KeptUse | undefined>(stores("uses").get(encodeBase64url(cid)));
}

function put(stores: Stores, { cid }: CarriedCode | LiveCode, use: KeptUse): void {
  stores("uses").put(use, encodeBase64url(cid));
}
