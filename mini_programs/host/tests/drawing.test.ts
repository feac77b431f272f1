import { expect, test } from "bun:test";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { writeText } from "@yima/sdk";
import { modules } from "../src/code/draw";

const CODE = `eyJhbGciOiJFZERTQSIsImtpZCI6ImExIn0.${"q1_-Zx".repeat(11)}.${"Ab3_-9".repeat(14)}ZZ`;
const SIZE = 4;

function picture(rows: boolean[][]): ImageData {
  const width = rows.length * SIZE;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  rows.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let line = 0; line < SIZE; line += 1) {
        const from = ((y * SIZE + line) * width + x * SIZE) * 4;
        for (let at = from; at < from + SIZE * 4; at += 4) data.fill(0, at, at + 3);
      }
    }),
  );
  return { data, width, height: width, colorSpace: "srgb" } as ImageData;
}

const CARRIED = writeText(Uint8Array.from({ length: 203 }, (_, place) => (place * 73 + 33) % 256));

test.each([CODE, CARRIED])("what the phone draws, the scanner reads: %p", async (text) => {
  const wasm = await Bun.file(Bun.resolveSync("zxing-wasm/reader/zxing_reader.wasm", import.meta.dir)).arrayBuffer();
  prepareZXingModule({ overrides: { wasmBinary: wasm } });
  const [found] = await readBarcodes(picture(modules(text)), { formats: ["QRCode"] });
  expect(found?.text).toBe(text);
  expect(found?.ecLevel).toBe("M");
});

test("a live code of 190 characters fits into 57 modules and four light ones at each side", () => {
  expect(CODE.length).toBeGreaterThan(180);
  expect(modules(CODE).length).toBe(57 + 8);
});

test("a carried code that names its venue is taken as letters and digits, and fits into as many", () => {
  expect(CARRIED.length).toBe(308);
  expect(modules(CARRIED).length).toBe(57 + 8);
});
