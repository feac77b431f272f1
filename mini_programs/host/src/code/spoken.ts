/** The sheet with a number to read out, for counters and broken cameras. */

import { Refused, request } from "../api/request";
import type { Scene, SpokenNumber } from "../api/schemas";
import { closeOnBackdrop, element, part } from "../page";
import type { ServerClock } from "../time/server_clock";
import { CODE_WORDS } from "../words/code";
import { fill, say } from "../words/locale";
import type { Shown } from "./watch";

const GROUP = 4;
const TICK_MS = 250;

interface Number extends Shown {
  readonly scene: Scene;
  readonly holder: object;
  readonly digits: string;
}

/** What the sheet has to know of the page. */
export interface Occasion {
  readonly scene: Scene;
  /** Another object for each person whom this page sees. */
  readonly holder: object;
  readonly clock: ServerClock;
  /** Learns of each new number, to watch for its check. */
  given(shown: Shown): void;
}

let current: Number | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
/** Counts what was asked, so that a late answer does not stand under another scene. */
let asked = 0;

/** Open the sheet with a number: the last one while it lives, else a new one. */
export function showNumber(occasion: Occasion): void {
  const { scene, holder, clock } = occasion;
  const dialog = part<HTMLDialogElement>("number");
  if (timer === undefined) prepare(dialog);
  clearInterval(timer);
  timer = setInterval(() => dialog.open && tick(clock), TICK_MS);
  part("number-again").onclick = () => void ask(occasion);
  if (!dialog.open) dialog.showModal();
  const alive = current && clock.now() < current.expiresAt;
  if (alive && current?.scene.id === scene.id && current.holder === holder) return show(current, clock);
  void ask(occasion);
}

function prepare(dialog: HTMLDialogElement): void {
  part("number-close").addEventListener("click", () => dialog.close());
  closeOnBackdrop(dialog);
}

async function ask({ scene, holder, clock, given }: Occasion): Promise<void> {
  const mine = ++asked;
  current = null;
  if (!scene.forms.includes("spoken")) return explain(fill(CODE_WORDS.numberNotHere, { scene: say(scene.title) }), false);
  explain(say(CODE_WORDS.numberWait), false);
  const sent = performance.now();
  try {
    const { value } = await request<SpokenNumber>("/v1/city-codes/spoken", { method: "POST", body: { scene: scene.id } });
    if (mine !== asked) return;
    clock.anchor(Date.parse(value.server_time), sent);
    current = { scene, holder, digits: value.number, cid: value.cid, expiresAt: Date.parse(value.expires_at) };
    given(current);
    show(current, clock);
  } catch (error) {
    if (mine === asked) explain(reason(error), true);
  }
}

function reason(error: unknown): string {
  if (error instanceof Refused && error.words) return say(error.words);
  return say(navigator.onLine ? CODE_WORDS.numberBusy : CODE_WORDS.numberOffline);
}

/** Digits in groups; a voice reads each digit by itself. */
function show(number: Number, clock: ServerClock): void {
  const groups = number.digits.match(new RegExp(`\\d{1,${GROUP}}`, "g")) ?? [];
  part("number-digits").replaceChildren(
    ...groups.map((group) => {
      const item = document.createElement("li");
      const seen = element("span", "", group);
      seen.setAttribute("aria-hidden", "true");
      item.append(seen, element("span", "unseen", [...group].join(" ")));
      return item;
    }),
  );
  part("number-digits").hidden = false;
  part("number-again").hidden = true;
  part("number-said").textContent = say(CODE_WORDS.numberSaid);
  tick(clock);
}

function tick(clock: ServerClock): void {
  if (!current) return;
  const seconds = Math.ceil((current.expiresAt - clock.now()) / 1000);
  if (seconds > 0) {
    const text = fill(CODE_WORDS.numberLeft, { seconds });
    if (part("number-state").textContent !== text) part("number-state").textContent = text;
    return;
  }
  current = null;
  explain(say(CODE_WORDS.numberOver), true);
}

/** Words instead of a number, and whether another may be asked for. */
function explain(text: string, again: boolean): void {
  part("number-digits").replaceChildren();
  part("number-digits").hidden = true;
  part("number-state").textContent = text;
  part("number-said").textContent = text;
  part("number-again").hidden = !again;
}
