import { describe, expect, test } from "bun:test";
import { contrast, properties, themed, type Theme } from "../contrast";
import { EDGE_PAIRS, TEXT_PAIRS } from "../pairs";

const css = await Bun.file(`${import.meta.dir}/../tokens.css`).text();

function ratio(theme: Theme, [front, back]: readonly [string, string]): number {
  const colours = themed(css, theme);
  return contrast(colours.get(front) ?? `missing ${front}`, colours.get(back) ?? `missing ${back}`);
}

test("contrast is 21 between black and white, 4.54 for the grey that just passes", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(TEXT_PAIRS.map((pair) => [pair]))("text %p reaches 4.5:1", (pair) => {
    expect(ratio(theme, pair)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(EDGE_PAIRS.map((pair) => [pair]))("edge %p reaches 3:1", (pair) => {
    expect(ratio(theme, pair)).toBeGreaterThanOrEqual(3);
  });
});

test("the dark theme by choice and by system are the same", () => {
  const chosen = properties(css, ':root[data-theme="dark"]');
  const bySystem = properties(css, ':root:not([data-theme="light"])');
  expect([...bySystem]).toEqual([...chosen]);
});

test("the elder switch enlarges text by 1.35 and targets to 60 px", () => {
  const elder = properties(css, ':root[data-elder="1"]');
  expect(elder.get("scale")).toBe("1.35");
  expect(elder.get("target")).toBe("60px");
});
