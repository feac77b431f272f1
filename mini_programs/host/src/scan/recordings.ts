/** The prompts' recordings: fetched while there is a network, and at hand when a prompt is to be said. */

import type { SceneRules } from "@yima/sdk";
import { fetchFile } from "../api/files";
import { locale } from "../words/locale";

const FOLDER = "/host/prompts/";
const BYTES_MAX = 200_000;

const kept = new Map<string, Promise<ArrayBuffer>>();

/** Have the recordings in the page's language at hand; the service worker keeps them for later. */
export async function keepRecordings(prompts: SceneRules["prompts"]): Promise<void> {
  const addresses = Object.values(prompts).map(({ audio }) => audio[locale()]);
  await Promise.all(addresses.map((address) => findRecording(address)));
}

/** The bytes of a recording, a copy for whoever decodes it; null when there is none. */
export async function findRecording(address: string | undefined): Promise<ArrayBuffer | null> {
  if (!address?.startsWith(FOLDER)) return null;
  const found = kept.get(address) ?? fetchFile(address, BYTES_MAX).then(({ buffer }) => buffer);
  kept.set(address, found);
  return found.then(
    (bytes) => bytes.slice(0),
    () => (kept.delete(address), null),
  );
}
