/** Where the code is to be used: from the address, else as last time, else the first; changed in a sheet. */

import type { Scene } from "../api/schemas";
import { closeOnBackdrop, icon, part, showIcon } from "../page";
import { say } from "../words/locale";

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

/** Fill the sheet and the button; `chosen` is called with the id of a scene that was picked. */
export function offerScenes(scenes: readonly Scene[], now: () => string, chosen: (scene: string) => void): void {
  const sheet = part<HTMLDialogElement>("scenes");
  const list = part("scene-list");
  list.replaceChildren(
    ...scenes.map((scene) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset["scene"] = scene.id;
      button.append(icon(scene.icon), say(scene.title));
      button.addEventListener("click", () => {
        sheet.close();
        chosen(scene.id);
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  part("scene").addEventListener("click", () => {
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-current", String(button.dataset["scene"] === now()));
    }
    sheet.showModal();
    list.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  });
  part("scenes-close").addEventListener("click", () => sheet.close());
  closeOnBackdrop(sheet);
}

/** Say on the page which scene is chosen and who will see what. */
export function showScene(scene: Scene): void {
  part("scene-title").textContent = say(scene.title);
  part("who-sees").textContent = say(scene.who_sees);
  showIcon(part<SVGUseElement>("scene-icon"), scene.icon);
}
