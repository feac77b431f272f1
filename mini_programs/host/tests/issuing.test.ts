import { afterEach, beforeEach, expect, test } from "bun:test";
import { startIssuing, type Issuing } from "../src/code/issue";
import { type Shown, startWatching } from "../src/code/watch";
import type { Verification } from "../src/api/schemas";
import type { Held } from "../src/code/state";
import { createServerClock } from "../src/time/server_clock";

type Answer = (request: Request) => Response | Promise<Response>;

const ownFetch = globalThis.fetch;
let city: ReturnType<typeof Bun.serve>;
let answer: Answer;
let asked: { path: string; body: unknown }[];
let issuing: Issuing | undefined;

beforeEach(() => {
  asked = [];
  city = Bun.serve({
    port: 0,
    async fetch(request) {
      const address = new URL(request.url);
      asked.push({ path: address.pathname, body: request.method === "POST" ? await request.json() : null });
      return answer(request);
    },
  });
  // A page asks its own origin; Bun has none.
  globalThis.fetch = ((path: string, init: RequestInit) => ownFetch(new URL(path, city.url), init)) as typeof fetch;
});

afterEach(async () => {
  issuing?.stop();
  globalThis.fetch = ownFetch;
  await city.stop(true);
});

function code(cid: string, refreshMs: number): Response {
  const now = Date.now();
  const time = (after: number) => new Date(now + after).toISOString();
  return Response.json({
    ...{ code: `code.${cid}`, cid, scene: "bus", issued_at: time(0), server_time: time(0) },
    ...{ refresh_at: time(refreshMs), expires_at: time(refreshMs * 2) },
  });
}

function problem(status: number, type: string, more: object = {}): Response {
  return Response.json({ type: `/problems/${type}`, status, ...more }, { status });
}

function start(): { events: string[]; seen: (name: string) => Promise<void> } {
  const events: string[] = [];
  issuing = startIssuing(createServerClock(), {
    code: (held) => events.push(`code ${held.cid}`),
    trouble: (trouble) => events.push(`trouble ${trouble.kind}`),
    block: (block) => events.push(`block ${block}`),
    unknownScene: () => events.push("unknown scene"),
  });
  issuing.ask("bus");
  return { events, seen: (name) => until(() => events.includes(name)) };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 4_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not happen within 4 s");
    await Bun.sleep(5);
  }
}

test("a new code is asked for when the old one's refresh time has come", async () => {
  let count = 0;
  answer = () => code(`c${++count}`, 60);
  const { seen } = start();
  await seen("code c3");
  expect(asked[0]).toEqual({ path: "/v1/city-codes", body: { scene: "bus" } });
});

test("a server that cannot answer is asked again by itself", async () => {
  let count = 0;
  answer = () => (++count === 1 ? new Response("", { status: 503 }) : code("late", 10_000));
  const { events, seen } = start();
  await seen("code late");
  expect(events[0]).toStartWith("trouble");
});

test("an answer that is late is said to be, and still taken", async () => {
  let give = (_: Response): void => undefined;
  answer = () => new Promise((resolve) => (give = resolve));
  const { events, seen } = start();
  await seen("trouble slow");
  give(code("late", 10_000));
  await seen("code late");
  expect(events).toEqual(["trouble slow", "code late"]);
});

test("a page that is hidden asks for nothing, and goes on when it is shown", async () => {
  let count = 0;
  answer = () => code(`c${++count}`, 60);
  const { events, seen } = start();
  await seen("code c1");
  issuing!.stop();
  const before = asked.length;
  const refreshDue = performance.now() + 60;
  await until(() => performance.now() > refreshDue + 60);
  expect(asked.length).toBe(before);
  issuing!.go(false);
  await until(() => events.length > before);
});

test.each([
  [401, "not-signed-in", "block sign-in"],
  [403, "identity-needed", "block identity"],
  [403, "account-suspended", "block suspended"],
  [422, "unknown-scene", "unknown scene"],
  [429, "too-many-requests", "trouble limited"],
])("%d %s ends in: %s", async (status, type, event) => {
  answer = () => problem(status, type, { retry_after_seconds: 60 });
  await start().seen(event);
  expect(asked.length).toBe(1);
});

test("every code that was shown is watched, also after the next one came", async () => {
  const clock = createServerClock();
  const now = Date.now();
  const held = (cid: string): Held => {
    return { code: cid, cid, scene: "bus", issuedAt: now, refreshAt: now + 100, expiresAt: now + 60_000 };
  };
  let checkedCid = "";
  answer = (request) =>
    request.url.includes("/first/") && asked.length > 2
      ? Response.json({ id: "v", result: "accepted" })
      : new Response(null, { status: 204 });
  const watching = startWatching(clock, (code: Shown, verification: Verification) => {
    checkedCid = `${code.cid} ${verification.id}`;
  });
  watching.add(held("first"));
  watching.add(held("second"));
  await until(() => checkedCid === "first v");
  watching.stop();
});
