/** The page's language and the words in it. */

export type Locale = "zh-CN" | "en";

/** One sentence in both languages, as the API and our tables write it. */
export type Words = Readonly<Record<Locale, string>>;

/** The language that boot.js put on <html>. */
export function locale(): Locale {
  return document.documentElement.lang === "en" ? "en" : "zh-CN";
}

/** `words` in the page's language; a plain string (a name in one language only) stays as it is. */
export function say(words: Words | string): string {
  return typeof words === "string" ? words : words[locale()];
}

/** `words` with every {name} replaced by its fact. */
export function fill(words: Words | string, facts: Readonly<Record<string, string | number>>): string {
  return say(words).replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** Fill every element that carries data-words, data-label or data-hint from `table`. */
export function fillPage(table: Readonly<Record<string, Words>>, root: ParentNode = document): void {
  const look = (key: string | undefined): string => {
    const words = table[key ?? ""];
    if (!words) throw new Error(`no words for ${key}`);
    return say(words);
  };
  for (const element of root.querySelectorAll<HTMLElement>("[data-words]")) {
    element.textContent = look(element.dataset["words"]);
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-label]")) {
    element.setAttribute("aria-label", look(element.dataset["label"]));
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-hint]")) {
    element.setAttribute("placeholder", look(element.dataset["hint"]));
  }
  document.documentElement.dataset["said"] = "";
}
