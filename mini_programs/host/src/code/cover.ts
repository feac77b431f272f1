/** What stands on the plate instead of a code: why there is none, and what to do. */

import { CODE_WORDS } from "../words/code";
import { fill, locale, say, type Words } from "../words/locale";
import { clockTime, dayName } from "../words/time";
import type { Block, Covered, Lack } from "./state";

export interface Cover {
  readonly icon: string;
  readonly title: string;
  readonly text: string;
  /** Whether another scene may help. */
  readonly others?: boolean;
}

/** What the words need to know beside the face. */
export interface Surroundings {
  readonly scene: string;
  readonly onlineOnlyUntil: number;
  readonly now: number;
}

export const BLOCKS: Readonly<Record<Block, { icon: string; title: Words; text: Words; go: Words; href: string }>> = {
  "sign-in": {
    icon: "log-in",
    title: CODE_WORDS.signInTitle,
    text: CODE_WORDS.signInText,
    go: CODE_WORDS.signInGo,
    href: "/sign-in?next=/code",
  },
  identity: {
    icon: "id-card",
    title: CODE_WORDS.identityTitle,
    text: CODE_WORDS.identityText,
    go: CODE_WORDS.identityGo,
    href: "/me/identity?next=/code",
  },
  suspended: {
    icon: "pause",
    title: CODE_WORDS.suspendedTitle,
    text: CODE_WORDS.suspendedText,
    go: CODE_WORDS.suspendedGo,
    href: "/",
  },
  device: {
    icon: "pause",
    title: CODE_WORDS.deviceTitle,
    text: CODE_WORDS.suspendedText,
    go: CODE_WORDS.suspendedGo,
    href: "/",
  },
};

const LACKS: Readonly<Record<Exclude<Lack, "credentials">, { icon: string; title: Words; text: Words }>> = {
  venue: { icon: "qr-code", title: CODE_WORDS.lackVenueTitle, text: CODE_WORDS.lackVenueText },
  challenge: { icon: "scan-line", title: CODE_WORDS.lackReaderTitle, text: CODE_WORDS.lackReaderText },
  form: { icon: "wifi-off", title: CODE_WORDS.lackFormTitle, text: CODE_WORDS.lackFormText },
};

/** The words for a plate without a code. */
export function coverOf({ trouble, endedAt, lack }: Covered, around: Surroundings): Cover {
  if (!trouble || trouble.kind === "slow") return { icon: "qr-code", title: "", text: say(CODE_WORDS.starting) };
  if (trouble.kind === "limited") {
    const seconds = Math.max(1, Math.ceil((trouble.until - around.now) / 1000));
    return { icon: "refresh-cw", title: "", text: fill(CODE_WORDS.limitedText, { seconds }) };
  }
  if (lack && lack !== "credentials") {
    const { icon, title, text } = LACKS[lack];
    const facts = { scene: around.scene };
    return { icon, title: say(title), text: fill(text, facts), others: true };
  }
  const text = onlineOnlyText(around);
  if (trouble.kind === "busy") {
    return { icon: "circle-alert", title: say(CODE_WORDS.busyTitle), text: text || say(CODE_WORDS.busyText) };
  }
  return { icon: "wifi-off", title: say(CODE_WORDS.offlineTitle), text: text || offlineText(endedAt) };
}

/** The sentence about a device that may show live codes alone for now, or "". */
export function onlineOnlyText({ onlineOnlyUntil, now }: Surroundings): string {
  if (onlineOnlyUntil <= now) return "";
  const facts = { day: dayName(onlineOnlyUntil, locale()), time: clockTime(onlineOnlyUntil).slice(0, 5) };
  return fill(CODE_WORDS.onlineOnly, facts);
}

function offlineText(endedAt: number | null): string {
  return endedAt === null ? say(CODE_WORDS.offlineNone) : fill(CODE_WORDS.offlineOver, { time: clockTime(endedAt) });
}
