/** What a carried code is bound to, and what of that is missing. */

import { type Bytes, decodeBase64url } from "@yima/sdk";
import type { Scene } from "../../api/schemas";
import type { Words } from "../../words/locale";
import type { Lack } from "../state";

/** Where codes count: a venue's id, and its name unless only a poster said the id. */
export interface Place {
  readonly id: string;
  readonly name: Words | string | null;
}

/** Where a check was, and when (milliseconds). */
export interface Checked extends Place {
  readonly at: number;
}

/** What a poster or a reader says in the address that it shows. */
export interface Poster {
  readonly scene: string;
  readonly venue: string;
  readonly nonce: Bytes | null;
}

export interface Binding {
  readonly place: Place | null;
  readonly nonce: Bytes | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NONCE_BYTES = 8;

/** The poster that led here, or null when the address names no venue, or not as we write it. */
export function readPoster(search: string): Poster | null {
  const address = new URLSearchParams(search);
  const [scene, venue] = [address.get("scene"), address.get("venue")?.toLowerCase()];
  if (!scene || !venue || !UUID.test(venue)) return null;
  const nonce = decodeBase64url(address.get("nonce") ?? "");
  return { scene, venue, nonce: nonce?.length === NONCE_BYTES ? nonce : null };
}

/** What a code for `scene` is bound to, or what is missing. */
export function bind(scene: Scene, checked: Checked | undefined, poster: Poster | null): Binding | Lack {
  const place = placeOf(scene, checked, poster);
  if (!scene.forms.includes("carried")) return "form";
  if (scene.level === 0) return { place: null, nonce: null };
  if (scene.level === 1) return place ? { place, nonce: null } : "venue";
  return place && poster?.scene === scene.id && poster.nonce ? { place, nonce: poster.nonce } : "challenge";
}

/** Where a code for `scene` is to count: where the poster says, else where the last check was. */
export function placeOf(scene: Scene, checked: Checked | undefined, poster: Poster | null): Place | null {
  if (poster?.scene !== scene.id) return checked ?? null;
  return { id: poster.venue, name: checked?.id === poster.venue ? checked.name : null };
}
