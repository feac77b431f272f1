/** Asks the city about one code; a lost answer is asked for again under the same attempt. */

import { Refused, request, Unanswered } from "../api/request";
import type { Verdict } from "../api/schemas";
import type { Badge } from "./badge";

const TRIES = 3;
const SECONDS = 5;
const BETWEEN_MS = 400;

/** The city's answer. Throws Unanswered after three tries, and Refused when this reader may not ask. */
export async function verify(badge: Badge, code: string, attempt: string): Promise<Verdict> {
  let renewed = false;
  for (let tries = 1; ; tries += 1) {
    try {
      const token = await badge.token();
      const ask = { method: "POST", body: { code, attempt }, token, seconds: SECONDS } as const;
      return (await request<Verdict>("/v1/verifications", ask)).value;
    } catch (error) {
      if (error instanceof Refused && error.status === 401 && !renewed) {
        renewed = true;
        badge.drop();
      } else if (!(error instanceof Unanswered) || tries >= TRIES || error.offline) {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
}
