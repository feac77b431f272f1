/** The answer on the whole screen: a sign, a large word, what the venue may see; away by itself in two seconds. */

import type { Scene } from "../api/schemas";
import { element, part, showIcon } from "../page";
import { fill, say, type Words } from "../words/locale";
import { refusal } from "../words/reasons";
import { SCAN_WORDS } from "../words/scan";
import { seenLines } from "../words/seen";
import { clockTime } from "../words/time";
import type { Answer } from "./checking";
import { signal, speak } from "./feedback";

const SHOWN_MS = 2_000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Show the answer, with sound, buzz and voice. */
export function showVerdict({ verdict, isAlone, degraded, needsCity }: Answer, scene: Scene): void {
  const accepted = verdict.result === "accepted";
  const lines = seenLines(verdict.attributes, scene);
  const why = needsCity ? SCAN_WORDS.needsCity : refusal(verdict.reason, "venue");
  const reason = fill(why, { scene: say(scene.title) });
  const word = say(accepted ? SCAN_WORDS.accepted : SCAN_WORDS.refused);
  const note = !isAlone ? "" : say(degraded ? SCAN_WORDS.aloneOld : SCAN_WORDS.alone);
  show(accepted ? "good" : "bad", word, accepted ? (lines.length ? "" : say(SCAN_WORDS.acceptedPlain)) : reason, note);
  part("result-seen").replaceChildren(
    ...lines.map(({ title, value }) => {
      const row = document.createElement("div");
      row.append(element("dt", "", title), element("dd", "", value));
      return row;
    }),
  );
  signal(accepted ? "good" : "bad");
  if (verdict.prompt) void speak(verdict.prompt);
  const last = part("last");
  last.textContent = fill(SCAN_WORDS.last, { time: clockTime(Date.parse(verdict.at)), result: word });
  last.hidden = false;
}

/** Show that no answer came, and what may be done instead. */
export function showLost(what: Words): void {
  showWithout("lost", SCAN_WORDS.lost, what);
}

/** Show that a check does not count, because this device could not write it down. */
export function showNotKept(): void {
  showWithout("bad", SCAN_WORDS.notKept, SCAN_WORDS.notKeptText);
}

function showWithout(tone: "bad" | "lost", word: Words, text: Words): void {
  show(tone, say(word), say(text), "");
  part("result-seen").replaceChildren();
  signal("bad");
}

export function hideResult(): void {
  clearTimeout(timer);
  part("result").hidden = true;
}

function show(tone: "good" | "bad" | "lost", word: string, text: string, note: string): void {
  clearTimeout(timer);
  const result = part("result");
  result.dataset["tone"] = tone;
  showIcon(part<SVGUseElement>("result-sign"), tone === "good" ? "check" : tone === "bad" ? "x" : "wifi-off");
  part("result-word").textContent = word;
  part("result-text").textContent = text;
  part("result-text").hidden = text === "";
  part("result-note").textContent = note;
  part("result-note").hidden = note === "";
  result.hidden = false;
  timer = setTimeout(hideResult, SHOWN_MS);
}
