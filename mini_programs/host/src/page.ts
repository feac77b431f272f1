/** What both pages do with their DOM: find parts, pick icons, offer elder mode and the other language. */

import { locale, say, type Words } from "./words/locale";

declare const SPRITE: string;

/** The element with this id; a page without it is a mistake of ours. */
export function part<T extends Element = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as unknown as T;
}

/** Point a <use> at an icon of the sprite. */
export function showIcon(use: Element, name: string): void {
  use.setAttribute("href", `${SPRITE}#${name}`);
}

/** A new icon for a list. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  showIcon(use, name);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A new element with a class and text. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export type ChoiceWords = Readonly<
  Record<"elderOn" | "elderOff" | "elderOnLabel" | "elderOffLabel" | "otherLanguage" | "otherLanguageLabel", Words>
>;

/** The two links at the top right; the server keeps the choice in a cookie and comes back here. */
export function offerChoices(words: ChoiceWords): void {
  const elder = document.documentElement.dataset["elder"] === "1";
  const back = encodeURIComponent(location.pathname);
  const larger = part<HTMLAnchorElement>("elder");
  larger.href = `/preferences?elder=${elder ? 0 : 1}&back=${back}`;
  larger.textContent = say(elder ? words.elderOff : words.elderOn);
  larger.setAttribute("aria-label", say(elder ? words.elderOffLabel : words.elderOnLabel));
  const other = locale() === "en" ? "zh-CN" : "en";
  const language = part<HTMLAnchorElement>("language");
  language.href = `/preferences?locale=${other}&back=${back}`;
  language.lang = other;
  language.textContent = say(words.otherLanguage);
  language.setAttribute("aria-label", say(words.otherLanguageLabel));
}

/** Let the page open without a network from the next visit on. */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const register = () => void navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => undefined);
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}

/** Have the worker keep, as soon as it is there, what only scanners need. */
export async function keepForScanning(): Promise<void> {
  if ("serviceWorker" in navigator) (await navigator.serviceWorker.ready).active?.postMessage("keep");
}

/** Buzz, unless nobody has touched the page yet: browsers refuse that, loudly. */
export function vibrate(pattern: number | number[]): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}

/** Close a dialog when its backdrop is tapped. */
export function closeOnBackdrop(dialog: HTMLDialogElement): void {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
