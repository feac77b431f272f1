/** Contrast of two colours as WCAG 2.2 defines it, and the colours of a theme read from tokens.css. */

export type Theme = "light" | "dark";

function channel(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  const [, red, green, blue] = /^#(..)(..)(..)$/.exec(hex) ?? [];
  if (red === undefined || green === undefined || blue === undefined) throw new Error(`not a #rrggbb colour: ${hex}`);
  return (
    0.2126 * channel(parseInt(red, 16)) + 0.7152 * channel(parseInt(green, 16)) + 0.0722 * channel(parseInt(blue, 16))
  );
}

/** The ratio from 1 to 21, whichever of the two is lighter. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The custom properties in the braces that follow `selector`, by name without the dashes. */
export function properties(css: string, selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`no block for ${selector}`);
  const block = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start)).replace(/\/\*.*?\*\//gs, "");
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]));
}

/** All properties of one theme: the light ones, overlaid with the dark ones. */
export function themed(css: string, theme: Theme): Map<string, string> {
  const light = properties(css, ":root");
  return theme === "light" ? light : new Map([...light, ...properties(css, ':root[data-theme="dark"]')]);
}
