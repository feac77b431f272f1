/** The city's scenes as the page without script offers them. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";

export interface SceneFile {
  readonly id: string;
  readonly icon: string;
  readonly title: { readonly "zh-CN": string; readonly en: string };
}

/** Every scene of `folder` (the repository's content/scenes), by id. */
export async function readScenes(folder: string): Promise<SceneFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  return Promise.all(
    names.map(async (name) => {
      const scene = Bun.YAML.parse(await Bun.file(join(folder, name)).text()) as Omit<SceneFile, "id">;
      return { ...scene, id: name.replace(/\.yaml$/, "") };
    }),
  );
}

/** One <option> per scene, in both languages. */
export function sceneOptions(scenes: readonly SceneFile[]): string {
  return scenes
    .map(({ id, title }) => `<option value="${id}">${Bun.escapeHTML(`${title["zh-CN"]} ${title.en}`)}</option>`)
    .join("");
}
