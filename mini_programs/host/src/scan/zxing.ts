/** Reads codes with zxing-cpp, compiled to WebAssembly and served by ourselves; loaded when first needed. */

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

declare const ZXING_WASM: string;

prepareZXingModule({ overrides: { locateFile: () => ZXING_WASM } });

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
