/** Facts that the page needs once: asked for until they came, or were refused. */

import { Refused, request } from "../api/request";
import type { Me, Scene } from "../api/schemas";

const AGAIN_MS = 5_000;

/** Call `show` with the city's scenes. */
export function loadScenes(show: (scenes: readonly Scene[]) => void): void {
  untilLoaded(async () => show((await request<{ items: Scene[] }>("/v1/scenes")).value.items));
}

/** Call `show` with the holder's name as they may show it; null before it is confirmed. */
export function loadName(show: (name: string | null) => void): void {
  untilLoaded(async () => show((await request<Me>("/v1/me")).value.name_masked));
}

function untilLoaded(load: () => Promise<void>): void {
  load().catch((error: unknown) => {
    if (!(error instanceof Refused)) setTimeout(() => untilLoaded(load), AGAIN_MS);
  });
}
