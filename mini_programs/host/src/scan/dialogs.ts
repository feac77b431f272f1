/** The scanner's sheets: a typed code, what this reader is, and whether to forget it. */

import { readSpoken } from "@yima/sdk";
import { closeOnBackdrop, part } from "../page";
import { say, type Words } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";

const OPENERS = [
  ["typed-open", "typed"],
  ["about-open", "about-sheet"],
  ["forget", "forget-sheet"],
] as const;
const DIGITS = /^[\d\s\-–—]+$/;

/** Each button opens its sheet; the cross, the backdrop and Escape close it. */
export function wireDialogs(): void {
  for (const [button, dialog] of OPENERS) {
    part(button).addEventListener("click", () => part<HTMLDialogElement>(dialog).showModal());
  }
  for (const dialog of document.querySelectorAll("dialog")) {
    closeOnBackdrop(dialog);
    for (const button of dialog.querySelectorAll("[data-close]")) button.addEventListener("click", () => dialog.close());
  }
}

/** Call `typed` with the number or the text of a code that somebody typed. */
export function wireTyped(typed: (text: string) => void): void {
  part("typed-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = part<HTMLInputElement>("typed-code");
    const text = field.value.trim();
    const problem = problemOf(text);
    part("typed-error").textContent = problem ? say(problem) : "";
    field.setAttribute("aria-invalid", String(problem !== null));
    if (problem) return field.focus();
    field.value = "";
    part<HTMLDialogElement>("typed").close();
    typed(text);
  });
}

/** A wrong digit shows here already: venues have few tries at the city. */
function problemOf(text: string): Words | null {
  if (text === "") return SCAN_WORDS.typedEmpty;
  return DIGITS.test(text.normalize("NFKC")) && readSpoken(text) === null ? SCAN_WORDS.typedWrong : null;
}
