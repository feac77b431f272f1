/** Carries a day of codes on this phone: gets them while there is a network, draws them while there is none. */

import { hashVenue, signWith, SLOT_SECONDS, writeShow, writeText } from "@yima/sdk";
import { request } from "../../api/request";
import type { Scene, Verification } from "../../api/schemas";
import type { ServerClock } from "../../time/server_clock";
import type { Carried, Lack } from "../state";
import { takeShow } from "./kept";
import { openMemory, type Memory } from "./memory";
import { bind, type Binding, readPoster } from "./places";
import { createRenewal } from "./renewal";

export interface Carrier extends Pick<Memory, "kept" | "isOurs" | "remember" | "drop" | "forget"> {
  /** Remember where a check was, for codes that must name their venue. */
  rememberCheck(verification: Verification): void;
  /** An answer came, so there is a network, again or still: get a batch when one is due. */
  answered(again: boolean): Promise<void>;
  /** What a code for `scene` lacks, or null. */
  lackOf(scene: Scene): Lack | null;
  /** A code for `scene`, drawn now, or what is missing. */
  draw(scene: Scene): Promise<Carried | Lack>;
}

const SLOT_MS = SLOT_SECONDS * 1000;
/** How far back to look for the venue of the last check in each scene. */
const CHECKS = 50;

/** The carrier of this page, or null where the browser lacks what it takes. */
export async function createCarrier(clock: ServerClock): Promise<Carrier | null> {
  if (!globalThis.isSecureContext || !("locks" in navigator)) return null;
  const memory = await openMemory();
  const renewal = createRenewal(clock, memory);
  const poster = readPoster(location.search);
  let learnt = false;
  const { time } = memory.kept();
  if (time) clock.restore(time);

  function rememberCheck({ scene, venue, at }: Verification): void {
    const { checked } = memory.kept();
    const when = Date.parse(at);
    if (!venue.id || when < (checked?.[scene]?.at ?? 0)) return;
    memory.remember({ checked: { ...checked, [scene]: { id: venue.id, name: venue.name, at: when } } });
  }

  /** A check may have happened while this page was closed, or had no network. */
  async function learnChecks(): Promise<void> {
    if (learnt) return;
    const { value } = await request<{ items: Verification[] }>(`/v1/me/verifications?limit=${CHECKS}`);
    value.items.forEach(rememberCheck);
    learnt = true;
  }

  const bindingOf = (scene: Scene): Binding | Lack => bind(scene, memory.kept().checked?.[scene.id], poster);

  return {
    ...memory,
    rememberCheck,
    async answered(again) {
      memory.remember({ time: { offset: clock.ahead(), shown: clock.now() } });
      if (again) renewal.distrust();
      await renewal.renew();
      await learnChecks();
    },
    lackOf(scene) {
      const binding = bindingOf(scene);
      return typeof binding === "string" ? binding : null;
    },
    async draw(scene) {
      const binding = bindingOf(scene);
      if (typeof binding === "string") return binding;
      return (await show(clock, scene, binding)) ?? "credentials";
    },
  };
}

async function show(clock: ServerClock, scene: Scene, { place, nonce }: Binding): Promise<Carried | null> {
  const venue = place ? await hashVenue(place.id) : null;
  const taken = await takeShow(clock.now(), clock.ahead());
  if (!taken) return null;
  const { credential, secret, at, counter } = taken;
  const raw = await writeShow(credential, { at, counter, scene: scene.number, venue, nonce }, signWith(secret));
  const from = Math.floor(at / SLOT_SECONDS) * SLOT_MS;
  return { text: writeText(raw), scene: scene.id, venue: place && { name: place.name }, from, until: from + SLOT_MS };
}
