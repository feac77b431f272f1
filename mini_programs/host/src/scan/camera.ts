/** The venue's camera, looked at about eight times a second while the page is shown. */

import { readFrame } from "./decode";

const EVERY_MS = 120;

export type CameraProblem = "none" | "denied";

/** Whether the camera may be opened without asking. */
export async function cameraAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "camera" as PermissionName })).state === "granted";
  } catch {
    return false;
  }
}

/** Show the camera in `video` and call `seen` for every sight of a code; a problem when it cannot be opened. */
export async function openCamera(video: HTMLVideoElement, seen: (text: string) => void): Promise<CameraProblem | null> {
  if (!navigator.mediaDevices?.getUserMedia) return "none";
  try {
    const want = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: want, audio: false });
    video.srcObject = stream;
    await video.play();
    void look(video, stream, seen);
    return null;
  } catch (error) {
    return error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "none";
  }
}

/** Turn the camera off. */
export function closeCamera(video: HTMLVideoElement): void {
  if (video.srcObject instanceof MediaStream) for (const track of video.srcObject.getTracks()) track.stop();
  video.srcObject = null;
}

async function look(video: HTMLVideoElement, stream: MediaStream, seen: (text: string) => void): Promise<void> {
  while (video.srcObject === stream) {
    const text = document.hidden ? null : await readFrame(video).catch(() => null);
    if (text && video.srcObject === stream) seen(text);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
