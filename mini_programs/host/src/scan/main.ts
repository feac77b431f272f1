/** The scanner page: enrols once, then checks whatever camera, picture, hand scanner or fingers bring. */

import { Refused, request, Unanswered } from "../api/request";
import type { Post } from "../api/schemas";
import { offerChoices, part, registerWorker } from "../page";
import { keepAwake } from "../wake";
import { fillPage, say } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import { createAttempts } from "./attempts";
import { createBadge, type Badge } from "./badge";
import { cameraAllowed, closeCamera, openCamera } from "./camera";
import { prepare, readFile } from "./decode";
import { wireDialogs, wireTyped } from "./dialogs";
import { wireEnrolment } from "./enrol_form";
import { soundIsOn, turnSound, unlockSound } from "./feedback";
import { createGate } from "./gate";
import { hideResult, showLost, showVerdict } from "./result";
import { showPost, showTrouble, showView, troubleOf } from "./standing";
import { forget, keep, load, type Enrolled } from "./store";
import { verify } from "./verify";
import { listenForWedge } from "./wedge";

const HEALTH_MS = 15_000;
/** Longer texts are no city code; the API takes no more. */
const TEXT_MAX = 400;

const attempts = createAttempts();
const gate = createGate();
const video = part<HTMLVideoElement>("video");

let enrolled: Enrolled | null = null;
let badge: Badge | null = null;
let checking = false;

async function begin(found: Enrolled): Promise<void> {
  enrolled = found;
  badge = createBadge(found);
  showPost(found.post);
  showView("ready");
  void checkHealth();
  prepare().catch(() => undefined); // a later scan tries again, and says so when it cannot
  if (await cameraAllowed()) await startCamera();
}

/** Whether this reader may ask at all, said on the page; the place's name may have changed, too. */
async function checkHealth(): Promise<void> {
  const asked = enrolled;
  if (!badge || !asked || document.hidden) return;
  try {
    const { value } = await request<Post>("/v1/readers/current", { token: await badge.token() });
    if (enrolled !== asked) return; // forgotten meanwhile, and not to be kept again
    showTrouble(null);
    if (JSON.stringify(value) === JSON.stringify(asked.post)) return;
    enrolled = { ...asked, post: value };
    showPost(value);
    await keep(enrolled);
  } catch (error) {
    showTroubleOf(error);
  }
}

/** Say what stands in the way; a token that was refused is asked for anew the next time. */
function showTroubleOf(error: unknown): void {
  if (error instanceof Refused) badge?.drop();
  showTrouble(troubleOf(error));
}

async function startCamera(): Promise<void> {
  const start = part<HTMLButtonElement>("start");
  if (start.disabled) return;
  start.disabled = true;
  part("ready-text").textContent = say(SCAN_WORDS.cameraStarting);
  const problem = await openCamera(video, (text) => {
    if (!checking && gate.isNew(text, performance.now())) void check(text);
  });
  start.disabled = false;
  if (!problem) {
    void keepAwake(true);
    return showView("scan");
  }
  part("ready-text").textContent = say(problem === "denied" ? SCAN_WORDS.cameraDenied : SCAN_WORDS.cameraNone);
  start.textContent = say(SCAN_WORDS.cameraAgain);
}

async function check(text: string): Promise<void> {
  const code = text.trim().slice(0, TEXT_MAX);
  if (!badge || !enrolled || checking || code === "") return;
  checking = true;
  hideResult();
  part("announce").textContent = say(SCAN_WORDS.checking);
  document.body.dataset["checking"] = "";
  try {
    const verdict = await verify(badge, code, attempts.idFor(code));
    attempts.settle(code);
    gate.hold(code, performance.now());
    showVerdict(verdict, enrolled.post.scene);
    if (verdict.reason === "reader-suspended") void checkHealth();
    else showTrouble(null);
  } catch (error) {
    gate.reopen(code);
    showTroubleOf(error);
    if (error instanceof Unanswered) showLost();
  } finally {
    checking = false;
    delete document.body.dataset["checking"];
  }
}

async function checkFile(file: File): Promise<void> {
  try {
    const text = await readFile(file);
    if (text) await check(text);
    else showTrouble(SCAN_WORDS.pictureEmpty);
  } catch (error) {
    showTrouble(error instanceof Unanswered ? troubleOf(error) : SCAN_WORDS.pictureBad);
  }
}

async function forgetReader(): Promise<void> {
  closeCamera(video);
  enrolled = badge = null;
  await forget();
  location.reload();
}

async function open(): Promise<void> {
  if (!window.isSecureContext) {
    showView("enrol");
    part<HTMLButtonElement>("enrol-go").disabled = true;
    return showTrouble(SCAN_WORDS.insecure);
  }
  try {
    const found = await load();
    if (found) await begin(found);
    else showView("enrol");
  } catch {
    showView("enrol");
    showTrouble(SCAN_WORDS.noStore);
  }
}

function onVisibility(): void {
  void keepAwake(!document.hidden && video.srcObject !== null);
  void checkHealth();
}

function wire(): void {
  wireEnrolment(begin);
  part("start").addEventListener("click", () => void startCamera());
  part<HTMLInputElement>("picture").addEventListener("change", ({ target }) => {
    const field = target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = "";
    if (file) void checkFile(file);
  });
  wireTyped((text) => void check(text));
  part("forget-go").addEventListener("click", () => void forgetReader());
  part("result").addEventListener("click", hideResult);
  part<HTMLInputElement>("sound").checked = soundIsOn();
  part("sound").addEventListener("change", ({ target }) => turnSound((target as HTMLInputElement).checked));
  wireDialogs();
  listenForWedge((line) => void check(line));
  for (const event of ["pointerdown", "keydown"] as const) document.addEventListener(event, unlockSound);
  addEventListener("online", () => void checkHealth());
  addEventListener("offline", () => showTrouble(SCAN_WORDS.offline));
  document.addEventListener("visibilitychange", onVisibility);
  setInterval(() => void checkHealth(), HEALTH_MS);
}

fillPage(SCAN_WORDS);
document.title = say(SCAN_WORDS.title);
offerChoices(SCAN_WORDS);
wire();
void open();
registerWorker();
