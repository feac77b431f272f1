/** Keeps the screen on while a code is shown, where the browser can. */

let lock: WakeLockSentinel | null = null;
let wanted = false;

/** Ask for the screen to stay on, or let it go; only a change asks the browser. */
export async function keepAwake(on: boolean): Promise<void> {
  if (on === wanted) return;
  wanted = on;
  if (on) return hold();
  await lock?.release().catch(() => undefined);
  lock = null;
}

async function hold(): Promise<void> {
  if (!("wakeLock" in navigator)) return;
  const got = await navigator.wakeLock.request("screen").catch(() => null); // low battery, or not allowed
  if (wanted && !lock) lock = got;
  else await got?.release();
}
