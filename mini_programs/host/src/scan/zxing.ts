/** Reads codes with zxing-cpp, compiled to WebAssembly and served by ourselves; loaded when first needed. */

import { prepareZXingModule, purgeZXingModule, readBarcodes } from "zxing-wasm/reader";

declare const ZXING_WASM: string;

const OVERRIDES = { locateFile: () => ZXING_WASM };

let ready: Promise<unknown> | undefined;

/** Fetch and compile the reader, once; a failure is forgotten, so that the next call tries again. */
export function prepareReader(): Promise<unknown> {
  ready ??= prepareZXingModule({ overrides: OVERRIDES, fireImmediately: true }).catch((error: unknown) => {
    ready = undefined;
    purgeZXingModule();
    throw error;
  });
  return ready;
}

/** The text of the first QR code in `picture`, or null; `thorough` tries rotation, inversion and scaling. */
export async function readPicture(picture: ImageData, thorough: boolean): Promise<string | null> {
  const found = await readBarcodes(picture, {
    formats: ["QRCode"],
    maxNumberOfSymbols: 1,
    tryHarder: thorough,
    tryInvert: thorough,
    tryRotate: thorough,
    tryDownscale: true,
  });
  return found[0]?.text || null;
}
