/** The pairs of colour that pages may put on each other; the contrast test holds them in both themes. */

/** Foreground and background of text: at least 4.5:1. */
export const TEXT_PAIRS: readonly (readonly [string, string])[] = [
  ...["ink", "muted", "brand", "good", "warn", "bad"].flatMap(
    (text) =>
      [
        [text, "paper"],
        [text, "surface"],
      ] as const,
  ),
  ["on-brand", "brand"],
  ["brand", "brand-tint"],
  ["ink", "brand-tint"],
  ["muted", "brand-tint"],
  ["on-hero", "hero"],
  ["on-hero-muted", "hero"],
  ["on-good", "good"],
  ["good", "good-tint"],
  ["ink", "good-tint"],
  ["on-warn", "warn"],
  ["warn", "warn-tint"],
  ["ink", "warn-tint"],
  ["on-bad", "bad"],
  ["bad", "bad-tint"],
  ["ink", "bad-tint"],
  ["on-plate", "plate"],
  ["on-stage", "stage"],
  ["on-stage-muted", "stage"],
  ["on-stage", "stage-good"],
  ["on-stage", "stage-bad"],
];

/** Borders of controls and the focus ring against what they lie on: at least 3:1 (WCAG 1.4.11). */
export const EDGE_PAIRS: readonly (readonly [string, string])[] = [
  ["edge", "paper"],
  ["edge", "surface"],
  ["focus", "paper"],
  ["focus", "surface"],
  ["brand", "line"],
  ["plate-brand", "plate-line"],
  ["plate-warn", "plate-line"],
  ["on-hero", "hero"],
];
