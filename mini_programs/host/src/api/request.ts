/** One way to ask the API: JSON both ways, a deadline, and two kinds of failure. */

import type { Words } from "../words/locale";

/** No answer came: no network, a timeout, or a server that cannot answer now. */
export class Unanswered extends Error {
  constructor(readonly offline: boolean) {
    super(offline ? "no network" : "no answer");
  }
}

/** The API said no; `type` is the problem's kebab-case name. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly words: Words | null,
    readonly retryAfterSeconds: number,
    readonly serverDate: number,
    /** When the refusal ends, in milliseconds, or NaN. */
    readonly until = NaN,
  ) {
    super(`${status} ${type}`);
  }
}

export interface Ask {
  readonly method?: "GET" | "POST";
  readonly body?: unknown;
  readonly token?: string;
  readonly signal?: AbortSignal;
  readonly seconds?: number;
}

export interface Answer<T> {
  readonly status: number;
  readonly value: T;
  /** The server's clock as its Date header says, in milliseconds, or NaN. */
  readonly serverDate: number;
}

interface ProblemBody {
  readonly type?: string;
  readonly message?: Words;
  readonly retry_after_seconds?: number;
  readonly until?: string;
}

/**
 * The answer of `path`; 204 gives undefined.
 *
 * Throws Refused for the API's own no, Unanswered for everything that may be different next time, and the signal's
 * AbortError when the caller gave up.
 */
export async function request<T>(path: string, ask: Ask = {}): Promise<Answer<T>> {
  const response = await send(path, ask);
  const serverDate = Date.parse(response.headers.get("date") ?? "");
  if (response.ok) {
    return { status: response.status, value: (await read(response, ask)) as T, serverDate };
  }
  if (response.status >= 500) throw new Unanswered(false);
  const problem = ((await response.json().catch(() => ({}))) ?? {}) as ProblemBody;
  if (typeof problem.type !== "string") throw new Unanswered(false); // a network's sign-in page answers in the API's place
  const retryAfter = Number(problem.retry_after_seconds ?? response.headers.get("retry-after") ?? 0);
  const type = problem.type.split(/[/:]/).at(-1) ?? "";
  const until = Date.parse(problem.until ?? "");
  throw new Refused(response.status, type, problem.message ?? null, retryAfter || 0, serverDate, until);
}

async function send(path: string, ask: Ask): Promise<Response> {
  const late = AbortSignal.timeout((ask.seconds ?? 8) * 1000);
  const headers = new Headers({ accept: "application/json" });
  if (ask.body !== undefined) headers.set("content-type", "application/json");
  if (ask.token) headers.set("authorization", `Bearer ${ask.token}`);
  try {
    return await fetch(path, {
      method: ask.method ?? "GET",
      headers,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      signal: ask.signal ? anyOf(ask.signal, late) : late,
      cache: "no-store",
      credentials: ask.token ? "omit" : "same-origin",
      redirect: "error",
    });
  } catch (error) {
    throw ask.signal?.aborted ? error : new Unanswered(!navigator.onLine);
  }
}

async function read(response: Response, ask: Ask): Promise<unknown> {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch (error) {
    throw ask.signal?.aborted ? error : new Unanswered(false);
  }
}

/** AbortSignal.any, which phones of 2022 lack. */
function anyOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort(signal.reason);
    signal.addEventListener("abort", () => both.abort(signal.reason), { signal: both.signal });
  }
  return both.signal;
}
