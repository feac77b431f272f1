/**
 * What a reader must hold to check codes alone: the city's keys, the scenes, and which credentials are revoked.
 *
 * Trust list, scenes and the index of status lists are compact JWS (EdDSA) with a `typ` of their own. One of
 * the city's list keys signs them; a reader learns those keys when it is enrolled, and each trust list names
 * the next ones before they sign.
 */

import { array, boolean, either, integer, literal, object, optional, record, text, type Shape, type Shaped } from "./shapes";

export const FRESH_SECONDS = 86_400;
export const USABLE_SECONDS = 7 * 86_400;

const seconds = integer(0, Number.MAX_SAFE_INTEGER);
const number16 = integer(0, 65_535);
const kid = text(/^.{1,4}$/su);
const publicKey = text(/^[A-Za-z0-9_-]{43}$/);
const times = { iss: text(), iat: seconds, exp: seconds };
const words = object({ "zh-CN": text(), en: text(), audio: record(text()) });

const listKey = object({ kid, x: publicKey });

/** Whom to trust, for a week: keys of lists, of credentials and of live codes. */
export const TRUST_LIST = {
  type: "yima-trust-list+jwt",
  shape: object({
    ...times,
    roots: array(listKey),
    keys: array(object({ kid: number16, x: publicKey, until: optional(seconds) })),
    code_keys: array(object({ kid, x: publicKey, until: optional(seconds) })),
  }),
};

/**
 * All scenes and prompts, for a week.
 *
 * Of a scene: `number` as carried codes have it; `level` 0 unbound, 1 bound to the venue, 2 to the reader's
 * challenge; `cap` of shows of one credential in a day; `degraded`, whether lists older than a day will do;
 * `attributes`, for each the value of every age band from band 1 on; `prompts`, what to say.
 */
export const SCENE_RULES = {
  type: "yima-scenes+jwt",
  shape: object({
    ...times,
    scenes: array(
      object({
        id: text(),
        number: integer(1, 255),
        forms: array(literal("live", "carried", "spoken")),
        level: integer(0, 2),
        cap: seconds,
        degraded: boolean,
        attributes: record(array(either(boolean, text()))),
        prompts: record(text()),
      }),
    ),
    prompts: record(words),
  }),
};

/** Every status list of credentials that are alive, as of `iat`; asked for again after `ttl` seconds. */
export const STATUS_INDEX = {
  type: "yima-status-index+jwt",
  shape: object({
    ...times,
    ttl: seconds,
    lists: array(object({ kid: number16, shard: integer(0, 4095), version: seconds, added: array(seconds) })),
  }),
};

/** What the public `roots.json` says: the keys that sign lists now. */
export const ROOTS = object({ keys: array(listKey) });

/** One kind of signed list: its `typ`, and what its claims must look like. */
export interface ListType<T> {
  readonly type: string;
  readonly shape: Shape<T>;
}

export type ListKey = Shaped<typeof listKey>;
export type TrustList = Shaped<typeof TRUST_LIST.shape>;
export type SceneRules = Shaped<typeof SCENE_RULES.shape>;
export type SceneRule = SceneRules["scenes"][number];
export type StatusIndex = Shaped<typeof STATUS_INDEX.shape>;
