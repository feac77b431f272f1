/** Lets the phone help itself while no answer comes; what that takes is loaded once the page stands. */

import type { Scene } from "../api/schemas";
import type { ServerClock } from "../time/server_clock";
import type { Carrier } from "./carried/carrier";
import type { Carried, Lack } from "./state";

const SLOT_MS = 15_000;

export interface CarryingEvents {
  /** What this phone knew before any answer came. */
  opened(kept: ReturnType<Carrier["kept"]>): void;
  drawn(carried: Carried): void;
  lacks(lack: Lack): void;
}

export interface Carrying {
  /** Load what it takes, now that the page stands. */
  open(): void;
  /** Do `work` once the carrier is there; nothing where there is none. */
  use(work: (carrier: Carrier) => unknown): void;
  /** False once the session is over that this page carried codes for. */
  isOurs(): boolean;
  /** What an offline code for `scene` lacks, or null. */
  lackOf(scene: Scene): Lack | null;
  /** Draw a code for `scene`, once in each quarter of a minute. */
  drawOnce(scene: Scene): void;
  /** Whatever is drawn next is new, also within this quarter of a minute. */
  reset(): void;
}

/** Carried codes of whoever is signed in here. */
export function startCarrying(clock: ServerClock, events: CarryingEvents): Carrying {
  let carrier: Carrier | null = null;
  let opening: Promise<void> | null = null;
  let tried = "";

  async function open(): Promise<void> {
    const { createCarrier } = await import("./carried/carrier");
    carrier = await createCarrier(clock);
    if (carrier) events.opened(carrier.kept());
  }

  async function draw(from: Carrier, scene: Scene): Promise<void> {
    const mine = (tried = `${Math.floor(clock.now() / SLOT_MS)} ${scene.id}`);
    const drawn = await from.draw(scene).catch(() => "credentials" as const);
    if (tried !== mine) return;
    if (typeof drawn === "string") events.lacks(drawn);
    else events.drawn(drawn);
  }

  function opened(): Promise<void> {
    opening ??= open().catch(() => void (opening = null)); // the network went before it was loaded: later again
    return opening;
  }

  return {
    open: () => void opened(),
    use(work) {
      void opened().then(() => carrier && work(carrier)).catch(() => undefined);
    },
    isOurs: () => carrier?.isOurs() ?? true,
    lackOf: (scene) => (carrier ? carrier.lackOf(scene) : "credentials"),
    drawOnce(scene) {
      if (carrier && tried !== `${Math.floor(clock.now() / SLOT_MS)} ${scene.id}`) void draw(carrier, scene);
    },
    reset: () => void (tried = ""),
  };
}
