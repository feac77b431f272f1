/** The code page: one state, one tick, and what comes from the network, the screen and the holder. */

import { Refused, request } from "../api/request";
import type { Me, Scene, Verification } from "../api/schemas";
import { offerChoices, part, registerWorker, vibrate } from "../page";
import { createServerClock } from "../time/server_clock";
import { CODE_WORDS } from "../words/code";
import { fill, fillPage, say } from "../words/locale";
import { keepAwake } from "../wake";
import { startIssuing } from "./issue";
import { firstScene, offerScenes, remember, showScene } from "./scene_choice";
import { face, START, type Held, type State } from "./state";
import { createView, showLast } from "./view";
import { startWatching } from "./watch";

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
let said = "";
let checkedTimer: ReturnType<typeof setTimeout> | undefined;
let hiddenAt = Infinity;

const issuing = startIssuing(clock, {
  code(held) {
    watching.add(held);
    change({ held, trouble: null, block: null });
  },
  trouble: (trouble) => change({ trouble }),
  block: (block) => change({ block, held: null, trouble: null }),
  unknownScene: () => change({ trouble: { kind: "busy" } }),
});
const watching = startWatching(clock, (held, verification) => showChecked(held, verification));

function change(part: Partial<State>): void {
  state = { ...state, ...part };
  tick();
}

function tick(): void {
  const now = clock.now();
  const shown = face(state, now);
  view(shown, now);
  void keepAwake(shown.kind === "code" && !document.hidden);
  announce(shown.kind === "code" && !shown.trouble ? "ready" : (state.trouble?.kind ?? ""));
}

/** Say what changed, once: neither each new code nor each second is news. */
function announce(news: string): void {
  if (news === said || news === "" || state.checked) return;
  const title = scenes.get(scene)?.title;
  if (news === "ready" && !title) return;
  said = news;
  if (news === "ready" && title) speak(fill(CODE_WORDS.sayReady, { scene: say(title) }));
  if (news === "offline") speak(say(CODE_WORDS.sayOffline));
  if (news === "busy") speak(say(CODE_WORDS.sayBusy));
}

function speak(text: string): void {
  part("announce").textContent = text;
}

function choose(wanted: string): void {
  scene = wanted;
  said = "";
  const known = scenes.get(scene);
  if (known) showScene(known);
  remember(scene);
  endChecked();
  change({ held: null });
  issuing.ask(scene);
}

function showChecked(held: Held, verification: Verification): void {
  clearTimeout(checkedTimer);
  checkedTimer = setTimeout(endChecked, CHECKED_MS);
  const used = state.held?.cid === held.cid;
  change({ checked: verification, held: used ? null : state.held });
  showLast(verification);
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
  if (clock.now() - hiddenAt > AWAY_MS && navigator.onLine) state = { ...state, held: null };
  hiddenAt = Infinity;
  watching.go();
  issuing.go(state.held === null);
  tick();
}

async function loadScenes(): Promise<void> {
  const { value } = await request<{ items: Scene[] }>("/v1/scenes");
  for (const item of value.items) scenes.set(item.id, item);
  offerScenes(value.items, () => scene, choose);
  const known = scenes.get(scene);
  if (known) showScene(known);
  else if (value.items[0]) choose(value.items[0].id);
  tick();
}

async function loadName(): Promise<void> {
  const { value } = await request<Me>("/v1/me");
  part("name").textContent = value.name_masked ?? say(CODE_WORDS.nameHidden);
}

/** Run `load` now, and again whenever the network comes back, until it worked or was refused. */
function untilLoaded(load: () => Promise<void>): void {
  const again = (): void => {
    load().catch((error: unknown) => {
      if (error instanceof Refused) return;
      setTimeout(again, 5_000);
    });
  };
  again();
}

fillPage(CODE_WORDS);
document.title = say(CODE_WORDS.title);
offerChoices(CODE_WORDS);
part("name").textContent = say(CODE_WORDS.nameHidden);
part("renew").addEventListener("click", () => issuing.ask(scene));
part("checked-next").addEventListener("click", endChecked);
addEventListener("online", () => issuing.ask(scene));
addEventListener("offline", () => change({ trouble: { kind: "offline" } }));
document.addEventListener("visibilitychange", onVisibility);
addEventListener("resize", tick);
window.addEventListener("pageshow", (event) => event.persisted && onVisibility());
setInterval(tick, TICK_MS);
tick();
if (document.hidden) issuing.stop();
issuing.ask(scene);
untilLoaded(loadScenes);
untilLoaded(loadName);
registerWorker();
