/** Unix seconds as the server has them: a counter's computer may be minutes off, and signed claims would fail. */

let offset = 0;

export const serverSeconds = {
  now: (): number => Math.floor((Date.now() + offset) / 1000),
  /** Take the Date header of an answer (milliseconds); true when it moved our time by more than 10 s. */
  learn(serverDate: number): boolean {
    if (Number.isNaN(serverDate)) return false;
    const before = offset;
    const apart = serverDate - Date.now();
    offset = Math.abs(apart) > 5_000 ? apart : 0;
    return Math.abs(offset - before) > 10_000;
  },
};
