/** What the code page knows, and which of its faces that makes; pure, so that tests can walk through it. */

import type { CityCode, Verification } from "../api/schemas";

/** A code on this phone; times are the server's, in milliseconds. */
export interface Held {
  readonly code: string;
  readonly cid: string;
  readonly scene: string;
  readonly issuedAt: number;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

export type Block = "sign-in" | "identity" | "suspended";
export type Trouble = { readonly kind: "offline" | "busy" } | { readonly kind: "limited"; readonly until: number };

export interface State {
  readonly held: Held | null;
  readonly block: Block | null;
  readonly trouble: Trouble | null;
  readonly checked: Verification | null;
}

export const START: State = { held: null, block: null, trouble: null, checked: null };

/** What stands on the plate. A code stands there in the first case alone. */
export type Face =
  | { readonly kind: "code"; readonly held: Held; readonly trouble: Trouble | null; readonly secondsLeft: number; readonly part: number }
  | { readonly kind: "covered"; readonly trouble: Trouble | null; readonly endedAt: number | null }
  | { readonly kind: "checked"; readonly verification: Verification }
  | { readonly kind: "blocked"; readonly block: Block };

/**
 * The face at `now` (the server's milliseconds).
 *
 * `secondsLeft` counts to the refresh, and to the end once the refresh did not come; `part` is the share of
 * that span which is left, 0 to 1.
 */
export function face(state: State, now: number): Face {
  const { held, trouble } = state;
  if (state.checked) return { kind: "checked", verification: state.checked };
  if (state.block) return { kind: "blocked", block: state.block };
  if (!held || now >= held.expiresAt) return { kind: "covered", trouble, endedAt: held?.expiresAt ?? null };
  const [from, to] = trouble || now >= held.refreshAt ? [held.issuedAt, held.expiresAt] : [held.issuedAt, held.refreshAt];
  const part = Math.min(1, Math.max(0, (to - now) / (to - from)));
  return { kind: "code", held, trouble, secondsLeft: Math.max(0, Math.ceil((to - now) / 1000)), part };
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
  return null;
}
