/** One attempt id for each scan; a code whose answer was lost keeps its own until the answer is there. */

const OPEN_MAX = 50;

export interface Attempts {
  /** The id under which to send `code`: that of the unanswered try, or a new one. */
  idFor(code: string): string;
  /** The answer for `code` came: a later scan is a new attempt. */
  settle(code: string): void;
}

export function createAttempts(newId: () => string = () => crypto.randomUUID()): Attempts {
  const open = new Map<string, string>();
  return {
    idFor(code) {
      const id = open.get(code) ?? newId();
      open.set(code, id);
      if (open.size > OPEN_MAX) open.delete(open.keys().next().value!);
      return id;
    },
    settle: (code) => void open.delete(code),
  };
}
