// Texts of a page. While pages are built there is no document: a mark stands for each text, which portal/site.py
// replaces; in the browser the same texts come from /words.js, from <html data-slots> and from the address.
const browser = typeof document !== "undefined";
const slots = browser ? JSON.parse(document.documentElement.dataset.slots || "{}") : {};

export const word = (key) => (browser ? (globalThis.yimaWords?.[key] ?? key) : `[[word:${key}]]`);
export const slot = (name) => (browser ? (slots[name] ?? "") : `[[slot:${name}]]`);
export const query = (name) =>
  browser ? (new URLSearchParams(location.search).get(name) ?? "") : `[[query:${name}]]`;
