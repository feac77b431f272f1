/** Unix seconds as the server has them: a counter's computer may be minutes off, and signed claims would fail. */

const KEY = "yima.clock";
/** A Date header tells the full second, and the answer was on its way for a while. */
const BEHIND_MS = 250;
const AHEAD_MS = 2_000;

let offset = load();

export const serverSeconds = {
  now: (): number => Math.floor(serverSeconds.exact()),
  /** The same with fractions; after a reload without a network still by the last answer. */
  exact: (): number => (Date.now() + offset) / 1000,
  /** Take the Date header of an answer (milliseconds); true when it moved our time by more than 10 s. */
  learn(serverDate: number): boolean {
    if (Number.isNaN(serverDate)) return false;
    const [before, here] = [offset, Date.now() + offset];
    if (here >= serverDate - BEHIND_MS && here <= serverDate + AHEAD_MS) return false;
    offset = serverDate + 500 - Date.now();
    keep(offset);
    return Math.abs(offset - before) > 10_000;
  },
  /** Keep nothing of it. */
  forget(): void {
    try {
      localStorage.removeItem(KEY);
    } catch {
      return; // storage is forbidden: nothing is there
    }
  },
};

function load(): number {
  try {
    return Number(localStorage.getItem(KEY)) || 0;
  } catch {
    return 0;
  }
}

function keep(milliseconds: number): void {
  try {
    localStorage.setItem(KEY, String(milliseconds));
  } catch {
    return; // storage is forbidden: the next answer tells again
  }
}
