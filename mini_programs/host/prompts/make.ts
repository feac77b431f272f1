/**
 * Records the voice prompts: `bun mini_programs/host/prompts/make.ts`, with Debian's espeak-ng and sox.
 *
 * Both are programs of their own that only make these files; nothing of them is in Yima. Each sentence is said as
 * slowly as a second allows, because the longest fit only when they are hurried and the short need not be.
 * Without dither (-D) the same programs make the same bytes.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Spoken {
  readonly "zh-CN": string;
  readonly pinyin: string;
  readonly en: string;
}

const HERE = import.meta.dir;
const SECONDS_MAX = 0.98;
const WORDS_A_MINUTE = { from: 160, to: 320, step: 5 };
const VOICES = { "zh-CN": "cmn-latn-pinyin", en: "en-gb" } as const;
const LOUDNESS_DB = -17;
const RATE = ["-r", "16000", "-b", "16", "-c", "1"];
const LEADING_SILENCE = ["silence", "1", "0.005", "0.4%"];
const SILENCE = [...LEADING_SILENCE, "reverse", ...LEADING_SILENCE, "reverse"];
// A gate is loud: no rumble, clear consonants, quiet syllables nearly as loud as stressed ones.
const CLEAR = ["highpass", "120", "treble", "+4", "compand", "0.003,0.08", "6:-60,-60,-40,-24,-20,-14,0,-8", "-6"];
const FADES = ["fade", "t", "0.005", "0", "0.015"];

function run(command: string, ...rest: string[]): string {
  const done = Bun.spawnSync([command, ...rest]);
  if (!done.success) throw new Error(`${command}: ${done.stderr.toString()}`);
  return done.stdout.toString() + done.stderr.toString();
}

/** Say it at that speed into `file`, without the silence around and the pause of a comma; its seconds. */
function say(words: string, voice: string, speed: number, raw: string, file: string): number {
  run("espeak-ng", "-v", voice, "-s", String(speed), "-w", raw, words.replace(",", ""));
  run("sox", "-D", raw, file, ...SILENCE);
  return Number(run("soxi", "-D", file));
}

function measureLoudness(file: string): number {
  const found = /RMS lev dB\s+(-?[\d.]+)/.exec(run("sox", file, "-n", "stats"));
  return Number(found![1]);
}

function record(words: string, voice: string, folder: string, file: string): string {
  const [raw, trimmed, clear] = ["raw", "trimmed", "clear"].map((name) => join(folder, `${name}.wav`)) as [string, string, string];
  let speed = WORDS_A_MINUTE.from;
  let seconds = say(words, voice, speed, raw, trimmed);
  while (seconds > SECONDS_MAX && speed < WORDS_A_MINUTE.to) {
    speed += WORDS_A_MINUTE.step;
    seconds = say(words, voice, speed, raw, trimmed);
  }
  if (seconds > SECONDS_MAX) throw new Error(`"${words}" is too long for a second`);
  run("sox", "-D", trimmed, ...RATE, clear, ...CLEAR);
  const louder = LOUDNESS_DB - measureLoudness(clear);
  run("sox", "-D", clear, ...RATE, file, "gain", "-l", String(louder), ...FADES);
  return `${seconds.toFixed(2)} s at ${speed} words a minute`;
}

const spoken = Bun.YAML.parse(await Bun.file(join(HERE, "spoken.yaml")).text()) as Record<string, Spoken>;
const folder = await mkdtemp(join(tmpdir(), "yima-prompts-"));
for (const [id, says] of Object.entries(spoken)) {
  for (const locale of ["zh-CN", "en"] as const) {
    const words = locale === "en" ? says.en : says.pinyin;
    const told = record(words, VOICES[locale], folder, join(HERE, `${id}.${locale}.wav`));
    console.log(`${id}.${locale}: ${told}`);
  }
}
await rm(folder, { recursive: true });
