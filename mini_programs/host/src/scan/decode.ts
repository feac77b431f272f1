/** Finds a code in a camera's frame or in a picture: the browser's own detector where it works, else zxing. */

import { Unanswered } from "../api/request";

interface DetectedCode {
  readonly rawValue: string;
}

interface Detector {
  detect(source: CanvasImageSource): Promise<DetectedCode[]>;
}

interface DetectorType {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

declare global {
  var BarcodeDetector: DetectorType | undefined;
}

const FRAME_MAX = 1_280;
const PICTURE_MAX = 2_000;
const PICTURE_MIN = 900;

let detector: Promise<Detector | null> | undefined;

/** The browser's detector, or null: some browsers have the name and no decoder behind it. */
async function findDetector(): Promise<Detector | null> {
  try {
    const type = globalThis.BarcodeDetector;
    if (!type || !(await type.getSupportedFormats()).includes("qr_code")) return null;
    return new type({ formats: ["qr_code"] });
  } catch {
    return null;
  }
}

async function detect(source: CanvasImageSource): Promise<string | null> {
  detector ??= findDetector();
  const own = await detector;
  if (!own) return null;
  try {
    return (await own.detect(source))[0]?.rawValue || null;
  } catch {
    detector = Promise.resolve(null);
    return null;
  }
}

async function loadReader(): Promise<typeof import("./zxing")> {
  try {
    const zxing = await import("./zxing");
    await zxing.prepareReader();
    return zxing;
  } catch {
    throw new Unanswered(!navigator.onLine);
  }
}

/** Have whatever this browser needs for reading at hand before the first code comes. */
export async function prepare(): Promise<void> {
  detector ??= findDetector();
  if (!(await detector)) await loadReader();
}

/** The text of a code in the camera's present frame, or null. */
export async function readFrame(video: HTMLVideoElement): Promise<string | null> {
  if (video.readyState < video.HAVE_CURRENT_DATA) return null;
  const text = await detect(video);
  if (text || (await detector)) return text;
  const pixels = toPixels(video, video.videoWidth, video.videoHeight, FRAME_MAX, 0);
  return (await loadReader()).readPicture(pixels, false);
}

/** The text of a code in a picture file, or null. Throws Unanswered without the reader, else for no picture. */
export async function readFile(file: Blob): Promise<string | null> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    const pixels = toPixels(image, image.naturalWidth || PICTURE_MIN, image.naturalHeight || PICTURE_MIN, PICTURE_MAX, PICTURE_MIN);
    return (await detect(image)) ?? (await (await loadReader()).readPicture(pixels, true));
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** `source` on white, its longer side brought between `least` and `most` pixels. */
function toPixels(source: CanvasImageSource, width: number, height: number, most: number, least: number): ImageData {
  const longer = Math.max(width, height);
  const scale = longer > most ? most / longer : longer < least ? Math.ceil(least / longer) : 1;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true, alpha: false })!;
  pen.imageSmoothingEnabled = scale < 1;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
