/** The code page: one state, one tick, and what comes from the network, the screen and the holder. */

import type { Scene, Verification } from "../api/schemas";
import { offerChoices, part, registerWorker, vibrate } from "../page";
import { createServerClock } from "../time/server_clock";
import { CODE_WORDS } from "../words/code";
import { fillPage, say } from "../words/locale";
import { keepAwake } from "../wake";
import { startCarrying } from "./carrying";
import { startIssuing } from "./issue";
import { loadName, loadScenes } from "./loading";
import { announce, forgetNews, speak } from "./news";
import { createSceneSheet, firstScene, remember, showScene } from "./scene_choice";
import { face, mayCarry, START, type State, type Trouble } from "./state";
import { createView, showLast } from "./view";
import { type Shown, startWatching } from "./watch";

const TICK_MS = 250;
/** How long the page says who checked before it shows the next code. */
const CHECKED_MS = 6_000;
/** A page that was away longer than this covers its code until a new one is there. */
const AWAY_MS = 2_000;

const clock = createServerClock();
const scenes = new Map<string, Scene>();
const view = createView((id) => scenes.get(id));

let state: State = START;
let scene = firstScene(location.search);
/** Stands for whom this page is for, as long as they are signed in. */
let holder: object = {};
let checkedTimer: ReturnType<typeof setTimeout> | undefined;
let hiddenAt = Infinity;

const issuing = startIssuing(clock, {
  code(held) {
    watching.add(held);
    carrying.reset();
    const again = state.trouble !== null;
    if (state.block) learnName();
    change({ held, carried: null, lack: null, trouble: null, block: null });
    carrying.use(async (carrier) => {
      await carrier.answered(again).catch(() => undefined);
      change({ onlineOnlyUntil: carrier.kept().onlineOnlyUntil ?? 0 });
    });
  },
  trouble: showTrouble,
  block(block) {
    change({ block, held: null, carried: null, trouble: null });
    if (block === "sign-in") return forgetHolder();
    carrying.reset();
    carrying.use((carrier) => carrier.drop());
  },
  unknownScene: () => showTrouble({ kind: "busy" }),
});
const watching = startWatching(clock, showChecked);
const carrying = startCarrying(clock, {
  opened({ scenes: known, name, onlineOnlyUntil = 0 }) {
    if (known && scenes.size === 0) showScenes(known);
    if (name) showName(name);
    change({ onlineOnlyUntil });
  },
  drawn: (carried) => change({ carried, lack: null }),
  lacks: (lack) => change({ carried: null, lack }),
});

const sheet = createSceneSheet({
  chosen: () => scene,
  choose,
  lackOf: (of) => (mayCarry(state, clock.now()) ? carrying.lackOf(of) : null),
});

function change(news: Partial<State>): void {
  state = { ...state, ...news };
  tick();
}

function tick(): void {
  if (!carrying.isOurs()) leave();
  const now = clock.now();
  const known = scenes.get(scene);
  if (known && !document.hidden && mayCarry(state, now)) carrying.drawOnce(known);
  const shown = face(state, now);
  view(shown, { scene: known, onlineOnlyUntil: state.onlineOnlyUntil }, now);
  void keepAwake(shown.kind === "code" && !document.hidden);
  announce(shown, state.trouble, say(known?.title ?? ""));
}

/** What comes late is no worse than what did not come. */
function showTrouble(trouble: Trouble): void {
  if (trouble.kind !== "slow" || !state.trouble) change({ trouble });
}

/** The session is over that this page was for, here or in another tab; perhaps somebody else has one now. */
function leave(): void {
  state = START;
  forgetHolder();
  learnName();
  issuing.ask(scene);
}

/** Nothing of whoever was signed in stays on the page, nor on the phone. */
function forgetHolder(): void {
  holder = {};
  closeSheets();
  showName(null);
  carrying.reset();
  carrying.use((carrier) => carrier.forget());
}

function choose(wanted: string): void {
  scene = wanted;
  forgetNews();
  const known = scenes.get(scene);
  if (known) showScene(known);
  remember(scene);
  endChecked();
  change({ held: null, carried: null, lack: null });
  issuing.ask(scene);
}

function showChecked(shown: Shown, verification: Verification): void {
  clearTimeout(checkedTimer);
  checkedTimer = setTimeout(endChecked, CHECKED_MS);
  const used = state.held?.cid === shown.cid;
  closeSheets();
  change({ checked: verification, held: used ? null : state.held });
  showLast(verification);
  carrying.use((carrier) => carrier.rememberCheck(verification));
  vibrate(verification.result === "accepted" ? 60 : [60, 80, 60]);
  const title = say(verification.result === "accepted" ? CODE_WORDS.checkedTitle : CODE_WORDS.refusedTitle);
  speak(`${title} ${say(verification.venue.name)}`);
  if (used) issuing.ask(scene);
}

function endChecked(): void {
  clearTimeout(checkedTimer);
  if (state.checked) change({ checked: null });
}

function onVisibility(): void {
  if (document.hidden) {
    hiddenAt = clock.now();
    clock.sleep();
    issuing.stop();
    watching.stop();
    void keepAwake(false);
    return;
  }
  clock.wake();
  if (clock.now() - hiddenAt > AWAY_MS && navigator.onLine) state = { ...state, held: null, carried: null };
  hiddenAt = Infinity;
  watching.go();
  issuing.go(state.held === null);
  tick();
}

function showScenes(items: readonly Scene[]): void {
  scenes.clear();
  for (const item of items) scenes.set(item.id, item);
  sheet.fill(items);
  const known = scenes.get(scene);
  if (known) showScene(known);
  else if (items[0]) choose(items[0].id);
  tick();
}

function showName(name: string | null): void {
  part("name").textContent = name ?? say(CODE_WORDS.nameHidden);
}

function learnName(): void {
  loadName((name) => {
    showName(name);
    if (name) carrying.use((carrier) => carrier.remember({ name }));
  });
}

function openNumber(): void {
  const known = scenes.get(scene);
  if (!known) return;
  const occasion = { scene: known, holder, clock, given: (shown: Shown) => watching.add(shown) };
  // It is missing only when a newer page has come out meanwhile.
  import("./spoken").then(({ showNumber }) => showNumber(occasion), () => location.reload());
}

function closeSheets(): void {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
}

fillPage(CODE_WORDS);
document.title = say(CODE_WORDS.title);
offerChoices(CODE_WORDS);
showName(null);
part("renew").addEventListener("click", () => issuing.ask(scene));
part("checked-next").addEventListener("click", endChecked);
part("cover-scenes").addEventListener("click", sheet.open);
part("spoken").addEventListener("click", openNumber);
addEventListener("online", () => issuing.ask(scene));
addEventListener("offline", () => change({ trouble: { kind: "offline" } }));
document.addEventListener("visibilitychange", onVisibility);
addEventListener("resize", tick);
window.addEventListener("pageshow", (event) => event.persisted && onVisibility());
setInterval(tick, TICK_MS);
tick();
if (document.hidden) issuing.stop();
issuing.ask(scene);
carrying.open();
learnName();
loadScenes((items) => {
  showScenes(items);
  carrying.use((carrier) => carrier.remember({ scenes: items }));
});
registerWorker();
