/** Draws a code on a canvas, each module a whole number of the screen's own pixels. */

import { encode } from "uqr";

/** Light modules around a code, as ISO/IEC 18004 asks. */
const QUIET = 4;

/** The dark modules of `text` at level M: rows of true and false, with the quiet zone around. */
export function modules(text: string): boolean[][] {
  return encode(text, { ecc: "M", border: QUIET, boostEcc: false }).data;
}

/** Draw `text` on `canvas`, as large as fits into `width` CSS pixels. */
export function draw(canvas: HTMLCanvasElement, text: string, width: number): void {
  const rows = modules(text);
  const ratio = window.devicePixelRatio || 1;
  const size = Math.max(1, Math.floor((width * ratio) / rows.length));
  canvas.width = canvas.height = size * rows.length;
  canvas.style.width = canvas.style.height = `${canvas.width / ratio}px`;
  const pen = canvas.getContext("2d", { alpha: false });
  if (!pen) return;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000000";
  rows.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(x * size, y * size, size, size)));
}

/** Leave nothing of a code on `canvas`. */
export function wipe(canvas: HTMLCanvasElement): void {
  canvas.width = canvas.height = 1;
}
