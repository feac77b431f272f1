/** QR codes that holders scan first, so that their codes are bound to this venue, and to this moment. */

import { encodeBase64url } from "@yima/sdk";
import type { Post } from "../api/schemas";
import { draw } from "../code/draw";
import { part } from "../page";
import { say } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import { levelOf, type Running } from "./running";
import { serverSeconds } from "./server_seconds";

const TICK_MS = 1_000;
const POSTER_WIDTH = 240;
const CHALLENGE_WIDTH = 176;

/** Where a holder's phone opens its code for this place; `nonce` is this reader's challenge. */
export function codeAddress(origin: string, { scene, venue }: Post, nonce?: string): string {
  const address = new URL("/code", origin);
  address.searchParams.set("scene", scene.id);
  if (venue.id) address.searchParams.set("venue", venue.id);
  if (nonce) address.searchParams.set("nonce", nonce);
  return address.href;
}

/** Show the poster where codes name the venue, and the challenge where they answer one. */
export function showPosters(running: Running): void {
  const level = levelOf(running);
  const { post } = running.enrolled;
  document.body.dataset["level"] = String(level);
  part("poster").hidden = level !== 1;
  part("challenge").hidden = level < 2;
  if (level === 1) {
    part("poster-place").textContent = `${say(post.venue.name)} · ${say(post.scene.title)}`;
    part("poster-zh").textContent = SCAN_WORDS.posterPrinted["zh-CN"];
    part("poster-en").textContent = SCAN_WORDS.posterPrinted.en;
    drawOnce("poster-code", codeAddress(location.origin, post), POSTER_WIDTH);
  }
  if (level < 2) return;
  const nonce = encodeBase64url(running.challenges.current(serverSeconds.exact()));
  drawOnce("challenge-code", codeAddress(location.origin, post, nonce), CHALLENGE_WIDTH);
}

/** The poster is printed when asked for; a challenge that is over is exchanged without anybody's doing. */
export function wirePosters(running: () => Running | null): void {
  part("poster-print").addEventListener("click", () => print());
  setInterval(() => {
    const now = running();
    if (now && !document.hidden) showPosters(now);
  }, TICK_MS);
}

function drawOnce(id: string, address: string, width: number): void {
  const canvas = part<HTMLCanvasElement>(id);
  if (canvas.dataset["address"] === address) return;
  canvas.dataset["address"] = address;
  draw(canvas, address, width);
}
