/**
 * The mark under which this browser carries codes: a cookie that the server takes away with the session.
 *
 * What is kept counts only while the cookie says the same. So nobody's codes outlive their session, neither in
 * another tab nor on a phone that has no network any more when somebody signs out.
 */

const NAME = "yima_carrying";
/** As long as a batch may live; every batch sets it anew. */
const LIFETIME_SECONDS = 86_400;

/** The mark that stands now, or null. */
export function readMark(): string | null {
  return new RegExp(`(?:^|; )${NAME}=([^;]+)`).exec(document.cookie)?.[1] ?? null;
}

/** Let `mark` stand for another day. */
export function setMark(mark: string): void {
  write(`${NAME}=${mark}; Max-Age=${LIFETIME_SECONDS}`);
}

/** From here on nothing that was kept counts. */
export function dropMark(): void {
  write(`${NAME}=; Max-Age=0`);
}

function write(cookie: string): void {
  document.cookie = `${cookie}; Path=/; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
}
