/** What a reader lets people hear and feel: two sounds, a buzz, and a short sentence. */

import { vibrate } from "../page";
import { locale, type Locale, type Words } from "../words/locale";

const KEY = "yima.sound";

export type Tone = "good" | "bad";

let audio: AudioContext | undefined;

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

/** Say the prompt in the page's language, if this device has a voice for it; a new one cuts the old. */
export function speak(prompt: Words): void {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.cancel();
  const voice = soundIsOn() ? voiceFor(locale()) : undefined;
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
