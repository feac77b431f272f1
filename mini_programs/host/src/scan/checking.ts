/** Checks one code: the city says whether it counts, and where the city does not answer this reader does. */

import { encodeBase64url, readSpoken, type Bytes } from "@yima/sdk";
import { Refused, Unanswered } from "../api/request";
import type { Verdict } from "../api/schemas";
import { describeHolder, judgeAlone, settle, type AloneReason, type Finding } from "./alone";
import { createAttempts } from "./attempts";
import { countWaiting } from "./evidence";
import { learn, levelOf, ruleOf, stand, type Running } from "./running";
import { serverSeconds } from "./server_seconds";
import { noteSeen, passedAlone } from "./uses";
import { PATIENT, QUICK, verify } from "./verify";

/** A verdict, and whose it is. */
export interface Answer {
  readonly verdict: Verdict;
  readonly isAlone: boolean;
  readonly degraded: boolean;
  /** Refused because nothing passes here without the city, whatever the code. */
  readonly needsCity: boolean;
}

/** A number that was read out can only be checked by the city. */
export class NeedsCity extends Unanswered {}

const attempts = createAttempts();

/**
 * The answer for what was scanned or typed.
 *
 * Throws Refused when this reader may not check, Unanswered when neither the city nor this reader can tell.
 */
export async function check(running: Running, text: string): Promise<Answer> {
  const number = readSpoken(text);
  const code = number ?? text;
  const now = serverSeconds.exact();
  const nonce = levelOf(running) > 1 ? running.challenges.answeredBy(code, now) : null;
  const finding = number ? null : await look(running, code, nonce, now);
  if (finding?.code && (await passedAlone(finding.code).catch(() => false))) return decide(running, code, finding, nonce, now);
  const canDecide = finding !== null && finding.reason !== "reader-stale";
  try {
    if (!(running.isAway && canDecide)) return await ask(running, code, finding, nonce, canDecide);
  } catch (error) {
    if (error instanceof Refused) await learn(running, error);
    if (!isUnanswered(error)) throw error;
    running.isAway = true;
    if (number) throw new NeedsCity(!navigator.onLine);
    if (!finding) throw error;
  }
  return decide(running, code, finding!, nonce, now);
}

/** A city that is asked too often is as good as away. */
function isUnanswered(error: unknown): boolean {
  return error instanceof Unanswered || (error instanceof Refused && error.status === 429);
}

/** What this reader alone would say; null before it has lists, and when the city told it to stop. */
async function look(running: Running, code: string, nonce: Bytes | null, now: number): Promise<Finding | null> {
  const rule = ruleOf(running);
  if (!running.holdings || !rule || (running.enrolled.standing ?? "good") !== "good") return null;
  return judgeAlone(code, running.holdings, rule, nonce, now);
}

async function ask(
  running: Running,
  code: string,
  finding: Finding | null,
  nonce: Bytes | null,
  canDecide: boolean,
): Promise<Answer> {
  const question = { code, attempt: attempts.idFor(code), ...(nonce && { nonce: encodeBase64url(nonce) }) };
  const verdict = await verify(running.badge, question, canDecide ? QUICK : PATIENT);
  attempts.settle(code);
  running.isAway = false;
  if (verdict.reason === "reader-suspended") await stand(running, "suspended");
  if (verdict.result === "accepted") {
    if (finding?.code) await noteSeen(finding.code, serverSeconds.exact()).catch(() => undefined); // the city knows
    if (nonce) running.challenges.useUp(nonce);
  }
  return { verdict, isAlone: false, degraded: false, needsCity: false };
}

async function decide(
  running: Running,
  code: string,
  finding: Finding,
  nonce: Bytes | null,
  now: number,
): Promise<Answer> {
  const rule = ruleOf(running)!; // without it there is no finding
  const reason = await settle(code, finding, rule, running.enrolled, now);
  if (reason !== "reader-stale") attempts.settle(code);
  if (reason === null && nonce) running.challenges.useUp(nonce);
  running.waiting = await countWaiting();
  const holder = finding.code && "holder" in finding.code && reason === null ? finding.code.holder : 0;
  const needsCity = reason === "over-limit" && rule.cap === 0;
  return { verdict: tell(running, reason, holder, now), isAlone: true, degraded: finding.degraded, needsCity };
}

function tell(running: Running, reason: AloneReason | null, holder: number, now: number): Verdict {
  const rule = ruleOf(running)!;
  const prompt = rule.prompts[reason ?? "accepted"] ?? "";
  const words = running.holdings!.prompts[prompt];
  return {
    id: "",
    at: new Date(now * 1000).toISOString(),
    result: reason ? "refused" : "accepted",
    reason,
    attributes: describeHolder(rule, holder),
    prompt: words ? { id: prompt, ...words } : null,
  };
}
