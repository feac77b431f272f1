/** The scanner page: enrols once, then checks whatever camera, picture, hand scanner or fingers bring. */

import { Refused, Unanswered } from "../api/request";
import { keepForScanning, offerChoices, part, registerWorker } from "../page";
import { keepAwake } from "../wake";
import { fillPage, say, type Words } from "../words/locale";
import { SCAN_WORDS } from "../words/scan";
import { Forgotten } from "./alone";
import { cameraAllowed, closeCamera } from "./camera";
import { check, NeedsCity } from "./checking";
import { showCondition } from "./condition";
import { prepare, readFile } from "./decode";
import { wireDialogs, wireTyped } from "./dialogs";
import { wireEnrolment } from "./enrol_form";
import { soundIsOn, turnSound, unlockSound } from "./feedback";
import { wireForgetting, type Session } from "./forgetting";
import { createGate } from "./gate";
import { keepLetters } from "./letters";
import { showPosters, wirePosters } from "./posters";
import { hideResult, showLost, showNotKept, showVerdict } from "./result";
import { start } from "./running";
import { serverSeconds } from "./server_seconds";
import { refusalOf, showPost, showTrouble, showView, troubleOf } from "./standing";
import { forget, load, type Enrolled } from "./store";
import { createUpkeep } from "./upkeep";
import { startCamera } from "./viewfinder";
import { listenForWedge } from "./wedge";

const LOOK_MS = 15_000;
/** While the city is away each check asks whether it is back, but no oftener than this. */
const LOOK_AWAY_MS = 3_000;
/** Longer texts are no city code; the API takes no more. */
const TEXT_MAX = 400;

const gate = createGate();
const video = part<HTMLVideoElement>("video");

let session: Session | null = null;
let checking = false;
let hasLetters = false;
let lookedAt = -Infinity;
/** What was wrong with the last picture; it stands until the next code or picture comes. */
let remark: Words | null = null;

async function begin(found: Enrolled): Promise<void> {
  const running = await start(found, show);
  session = { running, upkeep: createUpkeep(running) };
  showView("ready");
  show();
  void look();
  void keepForScanning();
  prepare().catch(() => undefined); // a later scan tries again, and says so when it cannot
  if (await cameraAllowed()) await openCamera();
}

/** All that the page tells of its reader. */
function show(): void {
  if (!session) return;
  showPost(session.running.enrolled.post);
  showTrouble(troubleOf(session.running) ?? remark);
  showCondition(session.running);
  showPosters(session.running);
}

/** How this reader stands with the city, and what is due. */
async function look(): Promise<void> {
  if (!session || document.hidden) return;
  lookedAt = performance.now();
  try {
    await session.upkeep.look();
    hasLetters ||= await keepLetters();
  } catch (error) {
    if (error instanceof Refused && session && !troubleOf(session.running)) showTrouble(refusalOf(error));
    else if (!(error instanceof Refused) && !(error instanceof Unanswered)) throw error;
  }
}

function openCamera(): Promise<void> {
  return startCamera(video, (text) => {
    if (!checking && gate.isNew(text, performance.now())) void checkText(text);
  });
}

async function checkText(text: string): Promise<void> {
  const code = text.trim().slice(0, TEXT_MAX);
  if (!session || checking || code === "") return;
  checking = true;
  remark = null;
  hideResult();
  part("announce").textContent = say(SCAN_WORDS.checking);
  document.body.dataset["checking"] = "";
  try {
    const answer = await check(session.running, code);
    gate.hold(code, performance.now());
    showVerdict(answer, session.running.enrolled.post.scene);
    show();
    if (session.running.isAway && performance.now() - lookedAt > LOOK_AWAY_MS) void look();
  } catch (error) {
    gate.reopen(code);
    showFailure(error);
  } finally {
    checking = false;
    delete document.body.dataset["checking"];
  }
}

function showFailure(error: unknown): void {
  show();
  if (error instanceof Forgotten) return location.reload();
  if (error instanceof NeedsCity) return showLost(SCAN_WORDS.numberLostText);
  if (error instanceof Unanswered) return showLost(SCAN_WORDS.lostText);
  if (!(error instanceof Refused)) return showNotKept();
  if (session && !troubleOf(session.running)) showTrouble(refusalOf(error));
}

async function checkFile(file: File): Promise<void> {
  remark = null;
  try {
    const text = await readFile(file);
    if (text) return await checkText(text);
    remark = SCAN_WORDS.pictureEmpty;
  } catch (error) {
    remark = !(error instanceof Unanswered) ? SCAN_WORDS.pictureBad : error.offline ? SCAN_WORDS.offline : SCAN_WORDS.busy;
  }
  showTrouble(remark);
}

async function forgetReader(): Promise<void> {
  closeCamera(video);
  session = null;
  await forget();
  serverSeconds.forget();
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

function onNetwork(): void {
  if (session && !navigator.onLine) session.running.isAway = true;
  show();
  void look();
}

function onVisibility(): void {
  void keepAwake(!document.hidden && video.srcObject !== null);
  void look();
}

function wire(): void {
  wireEnrolment(begin);
  part("start").addEventListener("click", () => void openCamera());
  part<HTMLInputElement>("picture").addEventListener("change", ({ target }) => {
    const field = target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = "";
    if (file) void checkFile(file);
  });
  wireTyped((text) => void checkText(text));
  wireForgetting(() => session, forgetReader);
  part("result").addEventListener("click", hideResult);
  part<HTMLInputElement>("sound").checked = soundIsOn();
  part("sound").addEventListener("change", ({ target }) => turnSound((target as HTMLInputElement).checked));
  wireDialogs();
  listenForWedge((line) => void checkText(line));
  for (const event of ["pointerdown", "keydown"] as const) document.addEventListener(event, unlockSound);
  for (const event of ["online", "offline"] as const) addEventListener(event, onNetwork);
  document.addEventListener("visibilitychange", onVisibility);
  setInterval(() => void look(), LOOK_MS);
  wirePosters(() => session?.running ?? null);
}

fillPage(SCAN_WORDS);
document.title = say(SCAN_WORDS.title);
offerChoices(SCAN_WORDS);
wire();
void open();
registerWorker();
