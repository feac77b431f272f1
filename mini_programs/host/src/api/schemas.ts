/** What the API answers to the code page and the scanner page. */

import type { Words } from "../words/locale";

export interface Scene {
  readonly id: string;
  readonly title: Words;
  readonly icon: string;
  /** The scene in a carried code. */
  readonly number: number;
  /** What a carried code is bound to: 0 nothing, 1 the venue, 2 the reader's challenge. */
  readonly level: number;
  readonly forms: readonly ("live" | "carried" | "spoken")[];
  readonly attributes: readonly string[];
  readonly attribute_titles: Readonly<Record<string, Words>>;
  readonly attribute_values: Readonly<Record<string, Readonly<Record<string, Words>>>>;
  readonly who_sees: Words;
}

export interface Me {
  readonly name_masked: string | null;
  readonly identity: "none" | "confirmed";
  readonly device: "new" | "confirmed";
  readonly suspended: boolean;
}

export interface CityCode {
  readonly code: string;
  readonly cid: string;
  readonly scene: string;
  readonly issued_at: string;
  readonly expires_at: string;
  readonly refresh_at: string;
  readonly server_time: string;
}

/** A day of credentials for the public keys that were sent, in their order. */
export interface Credentials {
  readonly id: string;
  readonly credentials: readonly string[];
  readonly issued_at: string;
  readonly expires_at: string;
  readonly server_time: string;
}

/** A code of twenty digits, to be read out. */
export interface SpokenNumber {
  readonly number: string;
  readonly cid: string;
  readonly scene: string;
  readonly issued_at: string;
  readonly expires_at: string;
  readonly server_time: string;
}

export type Attributes = Readonly<Record<string, string | boolean | number>>;

export interface Named {
  readonly id?: string;
  readonly name: Words | string;
}

/** A check as its holder sees it. */
export interface Verification {
  readonly id: string;
  readonly at: string;
  readonly venue: Named;
  readonly organisation: Named;
  readonly scene: string;
  readonly result: "accepted" | "refused";
  readonly reason: string | null;
  readonly attributes: Attributes;
}

/** A check as the reader gets it. */
export interface Verdict {
  readonly id: string;
  readonly at: string;
  readonly result: "accepted" | "refused";
  readonly reason: string | null;
  readonly attributes: Attributes;
  readonly prompt: ({ readonly id: string } & Words) | null;
}

export interface Reader {
  readonly id: string;
  readonly name: string;
  readonly state: "waiting" | "enrolled" | "suspended";
}

/** Who a reader is and where it stands. */
export interface Post {
  readonly reader: Reader;
  readonly venue: Named;
  readonly organisation: Named;
  readonly scene: Scene;
}

export interface ReaderToken {
  readonly access_token: string;
  readonly expires_at: string;
}
