import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { readScenes, sceneOptions } from "../build/scenes";
import { firstScene } from "../src/code/scene_choice";
import { CODE_WORDS } from "../src/words/code";
import type { Words } from "../src/words/locale";
import { refusal } from "../src/words/reasons";
import { SCAN_WORDS } from "../src/words/scan";
import { clockTime, dayName } from "../src/words/time";

const HOST = join(import.meta.dir, "..");
const sources = await Promise.all(
  [...new Bun.Glob("{src,pages}/**/*.{ts,html}").scanSync(HOST)].map((path) => Bun.file(join(HOST, path)).text()),
);
const scenes = await readScenes(join(HOST, "..", "..", "content", "scenes"));
const tables: [string, Readonly<Record<string, Words>>][] = [
  ["CODE_WORDS", CODE_WORDS],
  ["SCAN_WORDS", SCAN_WORDS],
];

describe.each(tables)("%s", (name, table) => {
  const facts = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

  test.each(Object.entries(table))("%s reads in both languages, with the same facts", (_, words) => {
    expect(words["zh-CN"]).not.toBeEmpty();
    expect(words.en).not.toBeEmpty();
    expect(facts(words["zh-CN"])).toEqual(facts(words.en));
  });

  test("no words are left that nobody says", () => {
    const said = (key: string) => (text: string) =>
      text.includes(`${name}.${key}`) || text.includes(`words.${key}`) || new RegExp(`data-\\w+="${key}"`).test(text);
    expect(Object.keys(table).filter((key) => !sources.some(said(key)))).toEqual([]);
  });
});

test("every reason for a refusal is said to the holder and to the venue, and so is one that is new", () => {
  for (const reason of ["expired", "replayed", "revoked", "wrong-scene", "over-limit", "not-known-here"]) {
    expect(refusal(reason, "holder")["zh-CN"]).not.toBeEmpty();
    expect(refusal(reason, "venue").en).not.toBeEmpty();
  }
});

test("every scene of the city has its icon here, and stands on the page without script", async () => {
  const sprite = await Bun.file(join(HOST, "icons", "sprite.svg")).text();
  expect(scenes.length).toBeGreaterThanOrEqual(12);
  expect(scenes.filter(({ icon }) => !sprite.includes(`id="${icon}"`)).map(({ id }) => id)).toEqual([]);
  expect(sceneOptions(scenes)).toContain('<option value="library">图书馆 Library</option>');
});

test("the pages hold no inline script, style or handler, which their CSP would refuse", () => {
  const pages = sources.filter((text) => text.startsWith("<!doctype"));
  expect(pages.length).toBe(2);
  for (const page of pages) expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script>|javascript:/i);
});

test("times are Langfang's, whatever the phone's zone is", () => {
  const instant = Date.parse("2026-11-24T16:03:07Z");
  expect(clockTime(instant)).toBe("00:03:07");
  expect(dayName(instant, "zh-CN")).toBe("11月25日 周三");
  expect(dayName(instant, "en")).toBe("Wed 25 Nov");
});

test("the scene comes from the address, else from the last visit, and never from nonsense", () => {
  expect(firstScene("?scene=bus", "park")).toBe("bus");
  expect(firstScene("", "park")).toBe("park");
  expect(firstScene("?scene=%3Cscript%3E", null)).toBe("library");
});
