/** The web font comes in slices, as characters are shown; without a network it is too late for new ones. */

import { say } from "../words/locale";
import { REASONS, refusal } from "../words/reasons";
import { SCAN_WORDS } from "../words/scan";

/** Fetch the letters of every sentence that this page may have to say; false when its font is not there yet. */
export async function keepLetters(): Promise<boolean> {
  const words = [...Object.values(SCAN_WORDS), ...REASONS.map((reason) => refusal(reason, "venue"))];
  const family = getComputedStyle(document.body).fontFamily.split(",")[0]!;
  const found = await document.fonts.load(`1em ${family}`, words.map(say).join("")).catch(() => []);
  return found.length > 0;
}
