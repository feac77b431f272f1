/** Says aloud what changed, once: neither each new code nor each second is news. */

import { part } from "../page";
import { CODE_WORDS } from "../words/code";
import { fill, type Words } from "../words/locale";
import type { Face, Trouble } from "./state";

const NEWS: Readonly<Record<string, Words>> = {
  live: CODE_WORDS.sayReady,
  carried: CODE_WORDS.sayCarried,
  offline: CODE_WORDS.sayOffline,
  busy: CODE_WORDS.sayBusy,
};

let said = "";

/** Tell a screen reader what the face is now, for the scene with this title. */
export function announce(face: Face, trouble: Trouble | null, scene: string): void {
  const about = face.kind === "code" && (face.form === "carried" || !face.trouble) ? face.form : (trouble?.kind ?? "");
  const words = NEWS[about];
  if (!words || about === said || face.kind === "checked" || !scene) return;
  said = about;
  speak(fill(words, { scene }));
}

/** The next thing is news again, even if it is as before. */
export function forgetNews(): void {
  said = "";
}

/** Let a screen reader say `text` when it has time. */
export function speak(text: string): void {
  part("announce").textContent = text;
}
