/** What the scanner page stands at: which part is shown, where it is, and what is in the way. */

import { Refused } from "../api/request";
import type { Post } from "../api/schemas";
import { part } from "../page";
import { say, type Words } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import { listsState, needsCity, type Running } from "./running";

export type View = "enrol" | "ready" | "scan";

/** Show one of the three parts. */
export function showView(view: View): void {
  document.body.dataset["view"] = view;
  part("enrol").hidden = view !== "enrol";
  part("ready").hidden = view !== "ready";
  part("aim").hidden = view !== "scan";
  part("tools").hidden = view === "enrol";
}

/** Say plainly what is in the way, or nothing. */
export function showTrouble(words: Words | null): void {
  const trouble = part("trouble");
  const text = words ? say(words) : "";
  if (trouble.textContent !== text) trouble.textContent = text;
  trouble.hidden = text === "";
}

/** Say which reader this is, and where. */
export function showPost({ reader, venue, organisation, scene }: Post): void {
  part("venue").textContent = say(venue.name);
  part("post").textContent = `${say(scene.title)} · ${reader.name}`;
  part("post").hidden = false;
  part("about-venue").textContent = say(venue.name);
  part("about-organisation").textContent = say(organisation.name);
  part("about-scene").textContent = say(scene.title);
  part("about-reader").textContent = reader.name;
  document.title = `${say(SCAN_WORDS.title)} · ${say(venue.name)}`;
}

/** What keeps this reader from checking, whatever code comes next. */
export function troubleOf(running: Running): Words | null {
  const lists = listsState(running);
  if (running.enrolled.standing === "suspended") return SCAN_WORDS.suspended;
  if (running.enrolled.standing === "ended") return SCAN_WORDS.dead;
  if (running.isForked) return SCAN_WORDS.forked;
  if (running.isAway && needsCity(running)) return SCAN_WORDS.needsCity;
  if (running.isAway && lists === "none") return navigator.onLine ? SCAN_WORDS.busy : SCAN_WORDS.offline;
  if (running.isAway && lists === "stale") return SCAN_WORDS.stale;
  return running.wereListsRefused ? SCAN_WORDS.listsRefused : null;
}

/** The words of one refusal. */
export function refusalOf(error: Refused): Words {
  return error.words ?? SCAN_WORDS.busy;
}
