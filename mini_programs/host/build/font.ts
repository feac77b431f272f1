/** Ships the Chinese web font in slices: a browser fetches only those whose characters stand on the page. */

import { cp, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

const PACKAGE = "@fontsource-variable/noto-sans-sc";

/** Copies slices, style sheet and licence into `folder`/<version>; the address of the style sheet. */
export async function renderFont(from: string, folder: string): Promise<string> {
  const root = dirname(Bun.resolveSync(`${PACKAGE}/package.json`, from));
  const { version } = (await Bun.file(join(root, "package.json")).json()) as { version: string };
  const name = `noto-sans-sc-${version}`;
  await mkdir(join(folder, name), { recursive: true });
  await cp(join(root, "files"), join(folder, name, "files"), { recursive: true });
  await cp(join(root, "LICENSE"), join(folder, name, "LICENSE"));
  const css = await Bun.file(join(root, "index.css")).text();
  await Bun.write(join(folder, name, "noto-sans-sc.css"), css.replace(/\/\*.*?\*\/\s*/gs, "").replace(/\n\s*/g, ""));
  return `/host/fonts/${name}/noto-sans-sc.css`;
}
