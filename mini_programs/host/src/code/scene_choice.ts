/** Where the code is to be used: from the address, else as last time, else the first; changed in a sheet. */

import type { Scene } from "../api/schemas";
import { closeOnBackdrop, element, icon, part, showIcon } from "../page";
import { CODE_WORDS } from "../words/code";
import { say, type Words } from "../words/locale";
import type { Lack } from "./state";

const KEY = "yima.scene";
const SLUG = /^[a-z][a-z0-9-]{0,39}$/;
const FIRST = "library";

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is forbidden: the choice lasts as long as the page
  }
}

/** Keep `scene` for the next visit. */
export function remember(scene: string): void {
  try {
    localStorage.setItem(KEY, scene);
  } catch {
    return;
  }
}

/** The scene to begin with, before the list of scenes is there. */
export function firstScene(search: string, kept: string | null = remembered()): string {
  const asked = new URLSearchParams(search).get("scene");
  return [asked, kept].find((scene) => scene !== null && SLUG.test(scene)) ?? FIRST;
}

export interface SceneChoice {
  chosen(): string;
  choose(scene: string): void;
  /** What a code for this scene lacks at the moment, or null. */
  lackOf(scene: Scene): Lack | null;
}

export interface SceneSheet {
  fill(scenes: readonly Scene[]): void;
  open(): void;
}

const LACKS: Readonly<Record<Lack, Words>> = {
  credentials: CODE_WORDS.sceneLacksNetwork,
  form: CODE_WORDS.sceneLacksNetwork,
  venue: CODE_WORDS.sceneLacksPoster,
  challenge: CODE_WORDS.sceneLacksReader,
};

/** The sheet in which a scene is chosen; the button at the foot of the page opens it. */
export function createSceneSheet(choice: SceneChoice): SceneSheet {
  const dialog = part<HTMLDialogElement>("scenes");
  const list = part("scene-list");
  const lacking = new Map<Scene, HTMLElement>();

  function itemOf(scene: Scene): HTMLLIElement {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset["scene"] = scene.id;
    const lack = element("span", "scene-lack");
    lacking.set(scene, lack);
    button.append(icon(scene.icon), say(scene.title), lack);
    button.addEventListener("click", () => {
      dialog.close();
      choice.choose(scene.id);
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  function open(): void {
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-current", String(button.dataset["scene"] === choice.chosen()));
    }
    for (const [scene, text] of lacking) {
      const lack = choice.lackOf(scene);
      text.textContent = lack ? say(LACKS[lack]) : "";
    }
    dialog.showModal();
    list.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  }

  part("scene").addEventListener("click", open);
  part("scenes-close").addEventListener("click", () => dialog.close());
  closeOnBackdrop(dialog);
  return {
    open,
    fill(scenes) {
      lacking.clear();
      list.replaceChildren(...scenes.map(itemOf));
    },
  };
}

/** Say on the page which scene is chosen and who will see what. */
export function showScene(scene: Scene): void {
  part("scene-title").textContent = say(scene.title);
  part("who-sees").textContent = say(scene.who_sees);
  showIcon(part<SVGUseElement>("scene-icon"), scene.icon);
}
