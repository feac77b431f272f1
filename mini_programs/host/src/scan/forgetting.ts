/** The sheet that makes this browser a reader no longer: what waits is handed in first, or known to be lost. */

import { part } from "../page";
import { fill, say } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import type { Running } from "./running";
import type { Upkeep } from "./upkeep";

/** What the sheet works on. */
export interface Session {
  readonly running: Running;
  readonly upkeep: Upkeep;
}

let wasTold = false;

/** Call `forgotten` after the second yes, and after a third when records would be lost. */
export function wireForgetting(session: () => Session | null, forgotten: () => Promise<void>): void {
  part("forget").addEventListener("click", () => {
    wasTold = false;
    show(session()?.running.waiting ?? 0, SCAN_WORDS.forgetWaiting);
  });
  part("forget-go").addEventListener("click", () => void go(session(), forgotten));
}

async function go(session: Session | null, forgotten: () => Promise<void>): Promise<void> {
  if (!session || session.running.waiting === 0 || wasTold) return forgotten();
  const button = part<HTMLButtonElement>("forget-go");
  button.disabled = true;
  button.textContent = say(SCAN_WORDS.forgetTrying);
  await session.upkeep.handIn().catch(() => undefined); // what is left says whether it went
  button.disabled = false;
  if (session.running.waiting === 0) return forgotten();
  wasTold = true;
  show(session.running.waiting, SCAN_WORDS.forgetFailed);
}

function show(count: number, words: typeof SCAN_WORDS.forgetWaiting | typeof SCAN_WORDS.forgetFailed): void {
  part("forget-waiting").textContent = count ? fill(words, { count }) : "";
  part("forget-waiting").hidden = count === 0;
  part("forget-go").textContent = say(wasTold ? SCAN_WORDS.forgetAnyway : SCAN_WORDS.forgetGo);
}
