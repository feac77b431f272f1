import { describe, expect, test } from "bun:test";
import { createAttempts } from "../src/scan/attempts";
import { normaliseCode } from "../src/scan/enrol";
import { createGate } from "../src/scan/gate";
import { createKey, publicJwk, sign } from "../src/scan/key";
import { createWedge } from "../src/scan/wedge";

describe("attempts", () => {
  const numbered = () => {
    let count = 0;
    return createAttempts(() => `attempt-${++count}`);
  };

  test("a code whose answer was lost is sent again under the same attempt", () => {
    const attempts = numbered();
    expect(attempts.idFor("a")).toBe("attempt-1");
    expect(attempts.idFor("b")).toBe("attempt-2");
    expect(attempts.idFor("a")).toBe("attempt-1");
  });

  test("a code that was answered is a new attempt when it comes again", () => {
    const attempts = numbered();
    attempts.idFor("a");
    attempts.settle("a");
    expect(attempts.idFor("a")).toBe("attempt-2");
  });

  test("no more than fifty lost answers are kept", () => {
    const attempts = numbered();
    for (let code = 0; code < 51; code += 1) attempts.idFor(String(code));
    expect(attempts.idFor("50")).toBe("attempt-51");
    expect(attempts.idFor("0")).toBe("attempt-52");
  });
});

describe("the gate", () => {
  test("a code held in front of the camera goes through once", () => {
    const gate = createGate();
    expect(gate.isNew("a", 0)).toBe(true);
    for (let now = 120; now < 60_000; now += 120) expect(gate.isNew("a", now)).toBe(false);
  });

  test("a code that went out of sight for three seconds is new", () => {
    const gate = createGate();
    gate.isNew("a", 0);
    expect(gate.isNew("a", 3_001)).toBe(true);
  });

  test("another code goes through at once, and a lost one again", () => {
    const gate = createGate();
    gate.isNew("a", 0);
    expect(gate.isNew("b", 1)).toBe(true);
    gate.reopen("a");
    expect(gate.isNew("a", 2)).toBe(true);
  });
});

describe("a hand scanner", () => {
  const type = (text: string, gap: number, start = 0) => {
    const wedge = createWedge();
    let now = start;
    let line: string | null = null;
    for (const key of [...text, "Enter"]) line = wedge.press(key, (now += gap));
    return line;
  };

  test("gives its line at Enter", () => {
    expect(type("eyJhbGciOiJFZERTQSJ9.e30.c2ln", 8)).toBe("eyJhbGciOiJFZERTQSJ9.e30.c2ln");
  });

  test("is told from slow fingers and from short presses", () => {
    expect(type("eyJhbGciOiJFZERTQSJ9.e30.c2ln", 1_200)).toBeNull();
    expect(type("abc", 8)).toBeNull();
  });
});

describe("the reader's key", () => {
  test("signs a JWS that its public half verifies, and cannot be taken out", async () => {
    const key = await createKey();
    const jws = await sign(key, { aud: "yima-reader" });
    const [header, payload, signature] = jws.split(".") as [string, string, string];
    const open = await crypto.subtle.importKey("jwk", await publicJwk(key), "Ed25519", true, ["verify"]);
    const bytes = Buffer.from(signature, "base64url");
    expect(await crypto.subtle.verify("Ed25519", open, bytes, new TextEncoder().encode(`${header}.${payload}`))).toBe(true);
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toEqual({ aud: "yima-reader" });
    expect(key.secret.extractable).toBe(false);
    expect(Object.keys(await publicJwk(key)).sort()).toEqual(["crv", "kty", "x"]);
  });
});

test("an enrolment code is read as people type it", () => {
  expect(normaliseCode(" abcde-fgh1o ")).toBe("ABCDEFGH10");
  expect(normaliseCode("１２３４５ ＩＬＯ９Ａ")).toBe("123451109A");
});
