/** The city's evidence office as this reader asks it: with its badge, and its key's signature under each body. */

import { Refused, request, type Ask } from "../api/request";
import type { Badge } from "./badge";
import type { Head, Office } from "./hand_in";
import { sign } from "./key";
import { serverSeconds } from "./server_seconds";
import type { Enrolled } from "./store";

const SECONDS = 20;

/** The office for one reader. Its questions throw Refused and Unanswered. */
export function createOffice({ post, key }: Enrolled, badge: Badge): Office {
  async function ask<T>(path: string, how: Ask): Promise<T> {
    try {
      return (await request<T>(path, { ...how, token: await badge.token(), seconds: SECONDS })).value;
    } catch (error) {
      if (!(error instanceof Refused) || error.type !== "not-signed-in") throw error;
      badge.drop();
      return (await request<T>(path, { ...how, token: await badge.token(), seconds: SECONDS })).value;
    }
  }

  return {
    head: () => ask<Head>("/v1/evidence/head", {}),
    async take({ after, records, last }) {
      const send = async () => {
        const claims = { aud: "yima-evidence", sub: post.reader.id, ...last, iat: serverSeconds.now() };
        await ask("/v1/evidence", { method: "POST", body: { after, records, proof: await sign(key, claims) } });
      };
      try {
        await send();
      } catch (error) {
        if (!(error instanceof Refused) || error.type !== "evidence-refused" || !serverSeconds.learn(error.serverDate)) throw error;
        await send(); // the clock was all that was wrong with the proof
      }
    },
  };
}
