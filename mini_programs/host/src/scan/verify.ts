/** Asks the city about one code; a lost answer is asked for again under the same attempt. */

import { Refused, request, Unanswered } from "../api/request";
import type { Verdict } from "../api/schemas";
import type { Badge } from "./badge";

/** One attempt at a code; `nonce` is the challenge that this reader showed. */
export interface Question {
  readonly code: string;
  readonly attempt: string;
  readonly nonce?: string;
}

/** How long to wait for the city. */
export interface Patience {
  readonly tries: number;
  readonly seconds: number;
}

/** When nobody else can tell. */
export const PATIENT: Patience = { tries: 3, seconds: 5 };
/** When this reader can judge alone: nobody waits long at a gate. */
export const QUICK: Patience = { tries: 2, seconds: 1.5 };

const BETWEEN_MS = 400;

/** The city's answer. Throws Unanswered after all tries, and Refused when this reader may not ask. */
export async function verify(badge: Badge, question: Question, { tries, seconds }: Patience): Promise<Verdict> {
  let renewed = false;
  for (let tried = 1; ; tried += 1) {
    try {
      const token = await badge.token(seconds);
      const ask = { method: "POST", body: question, token, seconds } as const;
      return (await request<Verdict>("/v1/verifications", ask)).value;
    } catch (error) {
      if (error instanceof Refused && error.status === 401 && !renewed) {
        renewed = true;
        badge.drop();
      } else if (!(error instanceof Unanswered) || tried >= tries || error.offline) {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
}
