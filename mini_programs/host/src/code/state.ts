/** What the code page knows, and which of its faces that makes; pure, so that tests can walk through it. */

import type { CityCode, Verification } from "../api/schemas";
import type { Words } from "../words/locale";

/** A code on this phone; times are the server's, in milliseconds. */
export interface Held {
  readonly code: string;
  readonly cid: string;
  readonly scene: string;
  readonly issuedAt: number;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

/** A code that this phone drew by itself, for one quarter of a minute by the server's time. */
export interface Carried {
  readonly text: string;
  readonly scene: string;
  /** The venue that it counts at, when the scene wants one; a poster says no name. */
  readonly venue: { readonly name: Words | string | null } | null;
  readonly from: number;
  readonly until: number;
}

/** What a carried code would need: credentials, the venue's poster, the reader's challenge, another scene. */
export type Lack = "credentials" | "venue" | "challenge" | "form";
export type Block = "sign-in" | "identity" | "suspended" | "device";
/** `slow`: an answer is late, but may still come. */
export type Trouble =
  | { readonly kind: "offline" | "busy" | "slow" }
  | { readonly kind: "limited"; readonly until: number };

export interface State {
  readonly held: Held | null;
  readonly carried: Carried | null;
  readonly lack: Lack | null;
  /** Until when the city wants live codes alone from this device, or 0. */
  readonly onlineOnlyUntil: number;
  readonly block: Block | null;
  readonly trouble: Trouble | null;
  readonly checked: Verification | null;
}

export const START: State = {
  held: null,
  carried: null,
  lack: null,
  onlineOnlyUntil: 0,
  block: null,
  trouble: null,
  checked: null,
};

/** A carried code stays until the next one is there, but not for long. */
const GRACE_MS = 3_000;

interface Countdown {
  readonly secondsLeft: number;
  /** The share of the span that is left, 0 to 1. */
  readonly part: number;
}

/** What stands on the plate. A code stands there in the first two cases alone. */
export type Face =
  | ({ readonly kind: "code"; readonly form: "live"; readonly held: Held; readonly trouble: Trouble | null } & Countdown)
  | ({ readonly kind: "code"; readonly form: "carried"; readonly carried: Carried } & Countdown)
  | Covered
  | { readonly kind: "checked"; readonly verification: Verification }
  | { readonly kind: "blocked"; readonly block: Block };

export interface Covered {
  readonly kind: "covered";
  readonly trouble: Trouble | null;
  readonly endedAt: number | null;
  readonly lack: Lack | null;
}

/**
 * The face at `now` (the server's milliseconds).
 *
 * A live code counts down to its refresh, and to its end once the refresh did not come; a carried one to the
 * next quarter of a minute.
 */
export function face(state: State, now: number): Face {
  const { held, carried, trouble, lack } = state;
  if (state.checked) return { kind: "checked", verification: state.checked };
  if (state.block) return { kind: "blocked", block: state.block };
  if (held && now < held.expiresAt) return live(held, trouble?.kind === "slow" ? null : trouble, now);
  if (mayCarry(state, now) && carried && now < carried.until + GRACE_MS) {
    return { kind: "code", form: "carried", carried, ...countdown(carried.from, carried.until, now) };
  }
  return { kind: "covered", trouble, endedAt: held?.expiresAt ?? null, lack };
}

/** Whether the phone has to help itself: no answer comes, and no live code is left. */
export function mayCarry({ held, block, checked, trouble }: State, now: number): boolean {
  const away = trouble !== null && trouble.kind !== "limited";
  return away && !block && !checked && !(held && now < held.expiresAt);
}

function live(held: Held, trouble: Trouble | null, now: number): Face {
  const until = trouble || now >= held.refreshAt ? held.expiresAt : held.refreshAt;
  return { kind: "code", form: "live", held, trouble, ...countdown(held.issuedAt, until, now) };
}

function countdown(from: number, until: number, now: number): Countdown {
  const part = Math.min(1, Math.max(0, (until - now) / (until - from)));
  return { secondsLeft: Math.max(0, Math.ceil((until - now) / 1000)), part };
}

/** The code in an issuing answer, with its times as numbers. */
export function hold(answer: CityCode): Held {
  return {
    code: answer.code,
    cid: answer.cid,
    scene: answer.scene,
    issuedAt: Date.parse(answer.issued_at),
    refreshAt: Date.parse(answer.refresh_at),
    expiresAt: Date.parse(answer.expires_at),
  };
}

/** The block that a refused request means, or null when waiting or another scene may help. */
export function blockOf(status: number, type: string): Block | null {
  if (status === 401) return "sign-in";
  if (type === "identity-needed") return "identity";
  if (type === "account-suspended") return "suspended";
  if (type === "device-suspended") return "device";
  return null;
}
