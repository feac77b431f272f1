/** What a venue saw, as lines of a title and a value. */

import type { Attributes, Scene } from "../api/schemas";
import { say } from "./locale";

/** A line for each attribute, in the scene's own words; an unknown one keeps its id. */
export function seenLines(attributes: Attributes, scene: Scene | undefined): { title: string; value: string }[] {
  return Object.entries(attributes).map(([id, value]) => ({
    title: say(scene?.attribute_titles[id] ?? id),
    value: say(scene?.attribute_values[id]?.[String(value)] ?? String(value)),
  }));
}

/** The same in one line: "Fare: Adult; 18 or over: Yes". */
export function seenSentence(attributes: Attributes, scene: Scene | undefined): string {
  const [colon, comma] = document.documentElement.lang === "en" ? [": ", "; "] : ["：", "；"];
  return seenLines(attributes, scene)
    .map(({ title, value }) => `${title}${colon}${value}`)
    .join(comma);
}
