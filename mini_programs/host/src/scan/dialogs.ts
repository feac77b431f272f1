/** The scanner's sheets: a typed code, what this reader is, and whether to forget it. */

import { closeOnBackdrop, part } from "../page";
import { say } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";

const OPENERS = [
  ["typed-open", "typed"],
  ["about-open", "about-sheet"],
  ["forget", "forget-sheet"],
] as const;

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

/** Call `typed` with the text of a code that somebody typed. */
export function wireTyped(typed: (text: string) => void): void {
  part("typed-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = part<HTMLInputElement>("typed-code");
    const text = field.value.trim();
    part("typed-error").textContent = text ? "" : say(SCAN_WORDS.typedEmpty);
    field.setAttribute("aria-invalid", String(!text));
    if (!text) return field.focus();
    field.value = "";
    part<HTMLDialogElement>("typed").close();
    typed(text);
  });
}
