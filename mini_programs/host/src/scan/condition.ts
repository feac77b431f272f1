/** Tells whether the reader works alone just now, what waits to be handed in, and how old its lists are. */

import { element, icon, part } from "../page";
import { fill, locale, say } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import { clockTime, dayName } from "../words/time";
import { listsState, worksAlone, type Running } from "./running";

/** Show it above the tools and in the reader's own sheet. */
export function showCondition(running: Running): void {
  const lists = listsState(running);
  const works = worksAlone(running);
  const count = running.waiting;
  const said: [string, string][] = [];
  if (running.isAway && works) said.push(["wifi-off", say(SCAN_WORDS.away)]);
  if (lists === "degraded") said.push(["circle-alert", say(SCAN_WORDS.older)]);
  if (count > 0) said.push(["history", fill(SCAN_WORDS.waiting, { count })]);
  showChips(said);
  const listedAt = (running.lists?.index.iat ?? 0) * 1000;
  const when = `${dayName(listedAt, locale())} ${clockTime(listedAt).slice(0, 5)}`;
  part("about-alone").textContent = say(works ? SCAN_WORDS.aloneReady : SCAN_WORDS.aloneNot);
  part("about-lists").textContent = listedAt ? when : say(SCAN_WORDS.listsNever);
  part("about-waiting").textContent = count ? fill(SCAN_WORDS.waitingSome, { count }) : say(SCAN_WORDS.waitingNone);
}

function showChips(said: readonly (readonly [string, string])[]): void {
  const list = part("condition");
  const text = said.map(([, words]) => words).join();
  list.hidden = said.length === 0;
  if (list.dataset["said"] === text) return;
  list.dataset["said"] = text;
  list.replaceChildren(
    ...said.map(([sign, words]) => {
      const item = document.createElement("li");
      item.append(icon(sign), element("span", "", words));
      return item;
    }),
  );
}
