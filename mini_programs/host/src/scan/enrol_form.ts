/** The form that makes this browser a reader; what goes wrong stands beside the field. */

import { Refused, Unanswered } from "../api/request";
import { part } from "../page";
import { say, type Words } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import { CODE_LENGTH, enrol, normaliseCode } from "./enrol";
import { keep, type Enrolled } from "./store";

/** Call `begin` with the reader once its code was taken. */
export function wireEnrolment(begin: (enrolled: Enrolled) => Promise<void>): void {
  part("enrol").addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(begin);
  });
}

async function submit(begin: (enrolled: Enrolled) => Promise<void>): Promise<void> {
  const field = part<HTMLInputElement>("enrol-code");
  const code = normaliseCode(field.value);
  const problem = code.length === CODE_LENGTH ? await tryEnrolment(code, begin) : SCAN_WORDS.enrolEmpty;
  part("enrol-error").textContent = problem ? say(problem) : "";
  field.setAttribute("aria-invalid", String(problem !== null));
  if (problem) field.focus();
}

async function tryEnrolment(code: string, begin: (enrolled: Enrolled) => Promise<void>): Promise<Words | null> {
  const button = part<HTMLButtonElement>("enrol-go");
  button.disabled = true;
  button.textContent = say(SCAN_WORDS.enrolling);
  try {
    const enrolled = await enrol(code);
    await keep(enrolled);
    await begin(enrolled);
    return null;
  } catch (error) {
    return wordsFor(error);
  } finally {
    button.disabled = false;
    button.textContent = say(SCAN_WORDS.enrolGo);
  }
}

function wordsFor(error: unknown): Words {
  if (error instanceof Unanswered) return error.offline ? SCAN_WORDS.offline : SCAN_WORDS.busy;
  if (error instanceof Refused) return error.words ?? SCAN_WORDS.enrolRefused;
  return SCAN_WORDS.noStore;
}
