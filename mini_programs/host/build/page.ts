/** Fills a page's HTML: addresses of its files, and the Chinese words, so that it reads without script. */

import type { Words } from "../src/words/locale";

export type Assets = Readonly<Record<string, string>>;

/** `text` with every {{name}} replaced by its fact. */
export function fillFacts(text: string, facts: Assets): string {
  return text.replace(/\{\{([\w.-]+)\}\}/g, (_, name: string) => found(facts[name], name));
}

/** `html` with every {{name}} replaced, and every data-words, data-label and data-hint filled in Chinese. */
export function renderPage(html: string, facts: Assets, words: Readonly<Record<string, Words>>): string {
  const attribute = (from: string, to: string) => ({
    element(element: HTMLRewriterTypes.Element) {
      const key = element.getAttribute(from) ?? "";
      element.setAttribute(to, found(words[key], key)["zh-CN"]);
    },
  });
  return new HTMLRewriter()
    .on("[data-words]", {
      element(element) {
        const key = element.getAttribute("data-words") ?? "";
        element.setInnerContent(found(words[key], key)["zh-CN"]);
      },
    })
    .on("[data-label]", attribute("data-label", "aria-label"))
    .on("[data-hint]", attribute("data-hint", "placeholder"))
    .transform(fillFacts(html, facts));
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the page asks for ${name}, which nobody has`);
  return value;
}
