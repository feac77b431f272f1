/** Turns the camera on at a tap, and says plainly when there is none. */

import { part } from "../page";
import { keepAwake } from "../wake";
import { say } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import { openCamera } from "./camera";
import { showView } from "./standing";

/** Open the camera and call `seen` for every sight of a code. */
export async function startCamera(video: HTMLVideoElement, seen: (text: string) => void): Promise<void> {
  const start = part<HTMLButtonElement>("start");
  if (start.disabled) return;
  start.disabled = true;
  part("ready-text").textContent = say(SCAN_WORDS.cameraStarting);
  const problem = await openCamera(video, seen);
  start.disabled = false;
  if (!problem) {
    void keepAwake(true);
    return showView("scan");
  }
  part("ready-text").textContent = say(problem === "denied" ? SCAN_WORDS.cameraDenied : SCAN_WORDS.cameraNone);
  start.textContent = say(SCAN_WORDS.cameraAgain);
}
