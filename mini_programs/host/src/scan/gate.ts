/** Lets a code in front of the camera through once, until it has been out of sight for a while. */

const OUT_OF_SIGHT_MS = 3_000;

export interface Gate {
  /** Whether this sight of `code`, at `now` milliseconds, is a new one. */
  isNew(code: string, now: number): boolean;
  /** `code` was just sent, or has just been answered: its next sights are old ones. */
  hold(code: string, now: number): void;
  /** Let `code` through at its next sight: its answer was lost. */
  reopen(code: string): void;
}

export function createGate(): Gate {
  const seen = new Map<string, number>();
  return {
    isNew(code, now) {
      for (const [other, at] of seen) if (now - at > OUT_OF_SIGHT_MS) seen.delete(other);
      const fresh = !seen.has(code);
      seen.set(code, now);
      return fresh;
    },
    hold: (code, now) => void seen.set(code, now),
    reopen: (code) => void seen.delete(code),
  };
}
