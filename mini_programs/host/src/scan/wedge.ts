/** A hand scanner types like a quick keyboard and ends with Enter: this gathers its line. */

/** Wireless scanners pause now and then; nobody types a code of hundreds of characters by hand. */
const GAP_MS = 1_000;
const SHORTEST = 16;
const BUSY_LENGTH = 4;
const LONGEST = 1_000;

export interface Wedge {
  /** Take one key press at `now` milliseconds; the whole line when Enter ends one. */
  press(key: string, now: number): string | null;
  /** Whether a line is under way that fingers would not type. */
  isBusy(): boolean;
}

export function createWedge(): Wedge {
  let line = "";
  let last = -Infinity;
  return {
    press(key, now) {
      if (now - last > GAP_MS) line = "";
      last = now;
      if (key === "Enter") {
        const whole = line;
        line = "";
        return whole.length >= SHORTEST ? whole : null;
      }
      if (key.length === 1 && line.length < LONGEST) line += key;
      return null;
    },
    isBusy: () => line.length >= BUSY_LENGTH,
  };
}

/** Call `scanned` with each line that comes while nobody types into a field. */
export function listenForWedge(scanned: (line: string) => void): void {
  const wedge = createWedge();
  document.addEventListener(
    "keydown",
    (event) => {
      const busy = event.target instanceof HTMLInputElement && event.target.type !== "file" && event.target.type !== "checkbox";
      if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
      const line = wedge.press(event.key, event.timeStamp);
      // In the middle of a line, Space would press the button that has the focus, and / would open a search.
      if (line !== null || wedge.isBusy()) event.preventDefault();
      if (line !== null) scanned(line);
    },
    { capture: true },
  );
}
