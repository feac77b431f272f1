/** Puts the code page's face on the screen, touching only what changed. */

import type { Scene, Verification } from "../api/schemas";
import { part, showIcon } from "../page";
import { CODE_WORDS } from "../words/code";
import { fill, locale, say, type Words } from "../words/locale";
import { refusal } from "../words/reasons";
import { seenSentence } from "../words/seen";
import { clockTime, dayName } from "../words/time";
import { draw, wipe } from "./draw";
import type { Block, Face, Trouble } from "./state";

/** The code's width with its quiet zone, against the width of the page: 60–70 % is what scanners and eyes like. */
const SHARE = 0.69;
const WIDEST = 304;

const BLOCKS: Readonly<Record<Block, { icon: string; title: Words; text: Words; go: Words; href: string }>> = {
  "sign-in": {
    icon: "log-in",
    title: CODE_WORDS.signInTitle,
    text: CODE_WORDS.signInText,
    go: CODE_WORDS.signInGo,
    href: "/sign-in?next=/code",
  },
  identity: {
    icon: "id-card",
    title: CODE_WORDS.identityTitle,
    text: CODE_WORDS.identityText,
    go: CODE_WORDS.identityGo,
    href: "/me/identity?next=/code",
  },
  suspended: {
    icon: "pause",
    title: CODE_WORDS.suspendedTitle,
    text: CODE_WORDS.suspendedText,
    go: CODE_WORDS.suspendedGo,
    href: "/",
  },
};

interface Cover {
  readonly icon: string;
  readonly title: string;
  readonly text: string;
}

/** A function that shows a face at the server's time `now`. */
export function createView(sceneOf: (id: string) => Scene | undefined): (face: Face, now: number) => void {
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

  return (face, now) => {
    if (face.kind === "code") showCode(face.held.code);
    else coverCode();
    showStatus(face);
    setText("clock", clockTime(now));
    if (face.kind === "covered") showCover(coverOf(face.trouble, face.endedAt, now));
    const changed = face.kind === "blocked" ? `blocked ${face.block}` : face.kind;
    if (changed === kind) return;
    kind = changed;
    part("plate").dataset["face"] = face.kind;
    canvas.hidden = face.kind !== "code";
    part("cover").hidden = face.kind !== "covered" && face.kind !== "blocked";
    part("checked").hidden = face.kind !== "checked";
    part("cover-go").hidden = face.kind !== "blocked";
    part("renew").hidden = face.kind !== "code";
    if (face.kind === "blocked") showBlock(face.block);
    if (face.kind === "checked") showChecked(face.verification, sceneOf(face.verification.scene));
  };
}

/** The last check, in the notes below the card. */
export function showLast(verification: Verification): void {
  const time = clockTime(Date.parse(verification.at));
  part("last").textContent = fill(CODE_WORDS.lastCheck, { time, venue: say(verification.venue.name) });
  part("last").hidden = false;
}

function showStatus(face: Face): void {
  const plate = part("plate");
  const mood = face.kind === "code" || face.kind === "covered" ? (face.trouble ? "warn" : "calm") : "calm";
  plate.dataset["mood"] = mood;
  part("status").parentElement!.dataset["mood"] = mood;
  setText("status", face.kind === "code" ? codeStatus(face) : "");
  if (face.kind === "code") part<SVGPathElement>("ring").style.strokeDashoffset = String(100 * (1 - face.part));
}

function codeStatus({ trouble, held, secondsLeft }: Face & { kind: "code" }): string {
  const facts = { time: clockTime(held.expiresAt), seconds: secondsLeft };
  if (trouble?.kind === "offline") return fill(CODE_WORDS.offlineShown, facts);
  if (trouble) return fill(trouble.kind === "busy" ? CODE_WORDS.busyShown : CODE_WORDS.limitedShown, facts);
  return secondsLeft > 0 ? fill(CODE_WORDS.nextIn, facts) : say(CODE_WORDS.fresh);
}

function coverOf(trouble: Trouble | null, endedAt: number | null, now: number): Cover {
  if (!trouble) return { icon: "qr-code", title: "", text: say(CODE_WORDS.starting) };
  if (trouble.kind === "limited") {
    const seconds = Math.max(1, Math.ceil((trouble.until - now) / 1000));
    return { icon: "refresh-cw", title: "", text: fill(CODE_WORDS.limitedText, { seconds }) };
  }
  if (trouble.kind === "busy") return { icon: "circle-alert", title: say(CODE_WORDS.busyTitle), text: say(CODE_WORDS.busyText) };
  const text = endedAt === null ? say(CODE_WORDS.offlineNone) : fill(CODE_WORDS.offlineOver, { time: clockTime(endedAt) });
  return { icon: "wifi-off", title: say(CODE_WORDS.offlineTitle), text };
}

function showCover({ icon, title, text }: Cover): void {
  showIcon(part("cover-icon").firstElementChild!, icon);
  part("cover-title").hidden = title === "";
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
