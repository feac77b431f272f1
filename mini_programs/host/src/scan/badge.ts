/** The reader's short token: got by an assertion, kept in memory, renewed before its end. */

import { Refused, request } from "../api/request";
import type { ReaderToken } from "../api/schemas";
import { sign } from "./key";
import { serverSeconds } from "./server_seconds";
import type { Enrolled } from "./store";

const RENEW_BEFORE_MS = 60_000;
const ASSERTION_SECONDS = 50;
const SECONDS = 8;

export interface Badge {
  /** A token that is good for at least a minute more, or Unanswered after `seconds`. Throws Refused as well. */
  token(seconds?: number): Promise<string>;
  /** Forget the token, because the API no longer takes it. */
  drop(): void;
}

/** The badge of one enrolled reader; calls at the same time share one question. */
export function createBadge({ post, key }: Pick<Enrolled, "post" | "key">): Badge {
  let token = "";
  let renewAt = -Infinity;
  let asking: Promise<string> | null = null;

  async function ask(mayCorrect: boolean, seconds: number): Promise<string> {
    const asked = performance.now();
    const { id } = post.reader;
    const iat = serverSeconds.now();
    const claims = { iss: id, sub: id, aud: "yima-reader", jti: crypto.randomUUID(), iat, exp: iat + ASSERTION_SECONDS };
    try {
      const body = { assertion: await sign(key, claims) };
      const path = `/v1/readers/${encodeURIComponent(id)}/tokens`;
      const { value, serverDate } = await request<ReaderToken>(path, { method: "POST", body, seconds });
      serverSeconds.learn(serverDate);
      token = value.access_token;
      renewAt = asked + Date.parse(value.expires_at) - serverSeconds.now() * 1000 - RENEW_BEFORE_MS;
      return token;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      if (mayCorrect && serverSeconds.learn(error.serverDate)) return ask(false, seconds);
      throw error;
    }
  }

  return {
    token(seconds = SECONDS) {
      if (performance.now() < renewAt) return Promise.resolve(token);
      asking ??= ask(true, seconds).finally(() => (asking = null));
      return asking;
    },
    drop() {
      renewAt = -Infinity;
    },
  };
}
