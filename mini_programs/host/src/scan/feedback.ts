/** What a reader lets people hear and feel: two sounds, a buzz, and a short sentence. */

import { vibrate } from "../page";
import { locale, type Locale, type Words } from "../words/locale";
import { findRecording } from "./recordings";

const KEY = "yima.sound";

export type Tone = "good" | "bad";

/** The two notes of an answer end before its sentence begins. */
const AFTER_TONE_SECONDS = 0.25;

let audio: AudioContext | undefined;
let playing: AudioBufferSourceNode | undefined;
let said = 0;

/** Whether sound and voice are on; on unless somebody turned them off here. */
export function soundIsOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export function turnSound(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    return; // storage is forbidden: the switch stays as it was
  }
}

/** Let sound play; browsers want this to happen at a tap or a key. */
export function unlockSound(): void {
  if (typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") void audio.resume();
}

/** Sound and buzz for an answer. */
export function signal(tone: Tone): void {
  vibrate(tone === "good" ? 80 : [120, 80, 120]);
  if (!soundIsOn() || audio?.state !== "running") return;
  if (tone === "good") {
    note(audio, 880, 0, 0.09, "sine");
    note(audio, 1318.5, 0.1, 0.16, "sine");
  } else {
    note(audio, 196, 0, 0.14, "square");
    note(audio, 165, 0.2, 0.22, "square");
  }
}

function note(context: AudioContext, hertz: number, after: number, seconds: number, type: OscillatorType): void {
  const start = context.currentTime + after;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = type;
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(type === "square" ? 0.12 : 0.3, start + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + seconds);
}

/** A prompt, and where its recordings are. */
export type Prompt = Words & { readonly audio?: Readonly<Record<string, string>> };

/** Say the prompt in the page's language, recorded or by this device's voice; a new one cuts the old. */
export async function speak(prompt: Prompt): Promise<void> {
  const mine = hush();
  if (!soundIsOn()) return;
  const recording = await findRecording(prompt.audio?.[locale()]);
  if (mine !== said) return; // another prompt came meanwhile
  if (!recording || !(await play(recording, mine))) speakByVoice(prompt);
}

/** Stop whatever is being said; the number of the next prompt. */
function hush(): number {
  playing?.stop();
  playing = undefined;
  if ("speechSynthesis" in window) speechSynthesis.cancel();
  return (said += 1);
}

/** Whether the recording is heard: browsers are silent until somebody taps or types. */
async function play(recording: ArrayBuffer, mine: number): Promise<boolean> {
  if (audio?.state !== "running") return false;
  const decoded = await audio.decodeAudioData(recording).catch(() => null);
  if (mine !== said) return true;
  if (!decoded) return false;
  playing = audio.createBufferSource();
  playing.buffer = decoded;
  playing.connect(audio.destination);
  playing.start(audio.currentTime + AFTER_TONE_SECONDS);
  return true;
}

function speakByVoice(prompt: Words): void {
  if (!("speechSynthesis" in window)) return;
  const voice = voiceFor(locale());
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(prompt[locale()]);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 1.1;
  speechSynthesis.speak(words);
}

function voiceFor(language: Locale): SpeechSynthesisVoice | undefined {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.lang.replace("_", "-").startsWith(language.slice(0, 2)));
  return voices.find((voice) => voice.lang.replace("_", "-") === language) ?? voices[0];
}
