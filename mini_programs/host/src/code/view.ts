/** Puts the code page's face on the screen, touching only what changed. */

import type { Scene, Verification } from "../api/schemas";
import { part, showIcon } from "../page";
import { CODE_WORDS } from "../words/code";
import { fill, locale, say, type Words } from "../words/locale";
import { refusal } from "../words/reasons";
import { seenSentence } from "../words/seen";
import { clockTime, dayName } from "../words/time";
import { BLOCKS, type Cover, coverOf, onlineOnlyText } from "./cover";
import { draw, wipe } from "./draw";
import type { Block, Face } from "./state";

/** The code's width with its quiet zone, against the width of the page: 60–70 % is what scanners and eyes like. */
const SHARE = 0.69;
const WIDEST = 304;

/** What the page shows beside the face. */
export interface Around {
  readonly scene: Scene | undefined;
  readonly onlineOnlyUntil: number;
}

/** A function that shows a face at the server's time `now`. */
export function createView(sceneOf: (id: string) => Scene | undefined): (face: Face, around: Around, now: number) => void {
  const canvas = part<HTMLCanvasElement>("code");
  let drawn = "";
  let kind = "";

  function showCode(code: string): void {
    const width = Math.min(WIDEST, document.documentElement.clientWidth * SHARE);
    const wanted = `${code} ${width} ${devicePixelRatio}`;
    if (drawn === wanted) return;
    draw(canvas, code, width);
    drawn = wanted;
  }

  function coverCode(): void {
    if (drawn) wipe(canvas);
    drawn = "";
  }

  return (face, around, now) => {
    const surroundings = { scene: say(around.scene?.title ?? ""), onlineOnlyUntil: around.onlineOnlyUntil, now };
    if (face.kind === "code") showCode(face.form === "live" ? face.held.code : face.carried.text);
    else coverCode();
    showStatus(face);
    setText("clock", clockTime(now));
    showNotice(face.kind === "code" ? onlineOnlyText(surroundings) : "");
    if (face.kind === "covered") showCover(coverOf(face, surroundings));
    const changed = kindOf(face);
    if (changed === kind) return;
    kind = changed;
    part("plate").dataset["face"] = face.kind;
    canvas.hidden = face.kind !== "code";
    part("cover").hidden = face.kind !== "covered" && face.kind !== "blocked";
    part("checked").hidden = face.kind !== "checked";
    part("cover-go").hidden = face.kind !== "blocked";
    part("renew").hidden = face.kind !== "code" || face.form !== "live";
    part("later").hidden = face.kind !== "code" || face.form !== "carried";
    if (face.kind === "blocked") showBlock(face.block);
    if (face.kind === "checked") showChecked(face.verification, sceneOf(face.verification.scene));
  };
}

function kindOf(face: Face): string {
  if (face.kind === "blocked") return `blocked ${face.block}`;
  return face.kind === "code" ? `code ${face.form}` : face.kind;
}

/** The last check, in the notes below the card. */
export function showLast(verification: Verification): void {
  const time = clockTime(Date.parse(verification.at));
  part("last").textContent = fill(CODE_WORDS.lastCheck, { time, venue: say(verification.venue.name) });
  part("last").hidden = false;
}

function showStatus(face: Face): void {
  const carried = face.kind === "code" && face.form === "carried" ? face.carried : null;
  const trouble = (face.kind === "code" && face.form === "live") || face.kind === "covered" ? face.trouble : null;
  const mood = trouble && trouble.kind !== "slow" ? "warn" : "calm";
  part("plate").dataset["mood"] = mood;
  part("status").closest<HTMLElement>(".status")!.dataset["mood"] = mood;
  part("carried").hidden = !carried;
  part("carried-venue").hidden = !carried?.venue;
  setText("carried-venue", carried?.venue ? venueText(carried.venue.name) : "");
  setText("status", face.kind === "code" ? codeStatus(face) : "");
  if (face.kind === "code") part<SVGPathElement>("ring").style.strokeDashoffset = String(100 * (1 - face.part));
}

function venueText(name: Words | string | null): string {
  return name ? fill(CODE_WORDS.carriedFor, { venue: say(name) }) : say(CODE_WORDS.carriedForPoster);
}

function codeStatus(face: Face & { kind: "code" }): string {
  const { secondsLeft: seconds } = face;
  if (face.form === "carried") return seconds > 0 ? fill(CODE_WORDS.nextIn, { seconds }) : say(CODE_WORDS.fresh);
  const facts = { time: clockTime(face.held.expiresAt), seconds };
  if (face.trouble?.kind === "offline") return fill(CODE_WORDS.offlineShown, facts);
  if (face.trouble) return fill(face.trouble.kind === "busy" ? CODE_WORDS.busyShown : CODE_WORDS.limitedShown, facts);
  return seconds > 0 ? fill(CODE_WORDS.nextIn, facts) : say(CODE_WORDS.fresh);
}

/** What the holder should know, but need not act upon. */
function showNotice(text: string): void {
  part("notice").parentElement!.hidden = text === "";
  setText("notice", text);
}

function showCover({ icon, title, text, others = false }: Cover): void {
  showIcon(part("cover-icon").firstElementChild!, icon);
  part("cover-title").hidden = title === "";
  part("cover-scenes").hidden = !others;
  setText("cover-title", title);
  setText("cover-text", text);
}

function showBlock(block: Block): void {
  const { icon, title, text, go, href } = BLOCKS[block];
  showCover({ icon, title: say(title), text: say(text) });
  const link = part<HTMLAnchorElement>("cover-go");
  link.href = href;
  link.textContent = say(go);
}

function showChecked(verification: Verification, scene: Scene | undefined): void {
  const accepted = verification.result === "accepted";
  const at = Date.parse(verification.at);
  part("checked").dataset["result"] = verification.result;
  showIcon(part("checked-icon").firstElementChild!, accepted ? "check" : "x");
  setText("checked-title", say(accepted ? CODE_WORDS.checkedTitle : CODE_WORDS.refusedTitle));
  setText("checked-venue", say(verification.venue.name));
  setText("checked-at", fill(CODE_WORDS.checkedAt, { day: dayName(at, locale()), time: clockTime(at) }));
  const seen = seenSentence(verification.attributes, scene) || say(CODE_WORDS.checkedNothing);
  setText("checked-saw", accepted ? seen : say(refusal(verification.reason, "holder")));
}

function setText(id: string, text: string): void {
  const element = part(id);
  if (element.textContent !== text) element.textContent = text;
}
