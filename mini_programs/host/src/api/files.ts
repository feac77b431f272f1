/** Fetches public files of the city; the browser's cache knows their ETags. */

import { join, type Bytes } from "@yima/sdk";
import { Unanswered } from "./request";

const SECONDS = 15;

/** The bytes at `path`. Throws Unanswered when there are none, or more than `most`. */
export async function fetchFile(path: string, most: number): Promise<Bytes> {
  try {
    const signal = AbortSignal.timeout(SECONDS * 1000);
    const response = await fetch(path, { signal, cache: "no-cache", credentials: "omit", redirect: "error" });
    if (response.ok && response.body) return await read(response.body, most);
  } catch {
    throw new Unanswered(!navigator.onLine);
  }
  throw new Unanswered(false);
}

async function read(body: ReadableStream<Uint8Array>, most: number): Promise<Bytes> {
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return join(...parts);
    length += value.length;
    if (length > most) throw new Unanswered(false);
    parts.push(value);
  }
}
