/** Makes this browser a reader, with the one-time code that the venue's manager got. */

import { Refused, request } from "../api/request";
import type { Post } from "../api/schemas";
import { createKey, publicJwk, sign, type ReaderKey } from "./key";
import { pinRoots } from "./lists";
import { serverSeconds } from "./server_seconds";
import type { Enrolled } from "./store";

/** Characters of an enrolment code without separators. */
export const CODE_LENGTH = 10;

/** A typed code as the API has it: Crockford's alphabet, where o reads as 0 and i and l as 1. */
export function normaliseCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\-–—]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
}

/** The reader that the code was for, with a key made here. Throws Refused and Unanswered. */
export async function enrol(code: string): Promise<Enrolled> {
  const key = await createKey();
  try {
    return await enrolKey(code, key);
  } catch (error) {
    if (error instanceof Refused && serverSeconds.learn(error.serverDate)) return enrolKey(code, key);
    throw error;
  }
}

async function enrolKey(code: string, key: ReaderKey): Promise<Enrolled> {
  const proof = await sign(key, { aud: "yima-enrolment", code, iat: serverSeconds.now() });
  const body = { code, public_key: await publicJwk(key), proof };
  const { value, serverDate } = await request<Post>("/v1/readers/enrolments", { method: "POST", body });
  serverSeconds.learn(serverDate);
  await pinRoots().catch(() => undefined); // the first refresh of the lists asks again
  return { post: value, key, enrolment: crypto.randomUUID() };
}
