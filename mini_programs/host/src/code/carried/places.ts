/** What a carried code is bound to, and what of that is missing. */

import { type Bytes, decodeBase64url } from "@yima/sdk";
import type { Scene } from "../../api/schemas";
import type { Words } from "../../words/locale";
import type { Lack } from "../state";

/** A venue as this phone knows it: from a poster (then without a name), or from a check there. */
export interface Place {
  readonly id: string;
  readonly name: Words | string | null;
  /** When it was seen, by the server's time. */
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

/** What a code for `scene` is bound to, with the `place` that is known for it; or what is missing. */
export function bind(scene: Scene, place: Place | undefined, poster: Poster | null): Binding | Lack {
  if (!scene.forms.includes("carried")) return "form";
  if (scene.level === 0) return { place: null, nonce: null };
  if (scene.level === 1) return place ? { place, nonce: null } : "venue";
  // A reader's challenge counts at that reader alone, so no other venue will do.
  if (poster?.scene !== scene.id || !poster.nonce || place?.id !== poster.venue) return "challenge";
  return { place, nonce: poster.nonce };
}

/** What to remember for a scene after `seen`: the later of two venues, with its name once that is known. */
export function later(known: Place | undefined, seen: Place): Place {
  if (!known) return seen;
  if (known.id !== seen.id) return known.at > seen.at ? known : seen;
  return { id: seen.id, name: seen.name ?? known.name, at: Math.max(seen.at, known.at) };
}
