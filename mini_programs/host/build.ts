/**
 * Builds the static pages. `bun run build` writes, and backend/serve.py serves:
 *
 *   dist/code.html             /code                  Cache-Control: no-cache
 *   dist/scan.html             /scan                  no-cache; the only page that needs 'wasm-unsafe-eval'
 *   dist/sw.js                 /sw.js                 no-cache; scope "/", but it answers only for the pages' own files
 *   dist/manifest.webmanifest  /manifest.webmanifest  no-cache
 *   dist/host/boot.js          /host/boot.js          no-cache; the portal includes it as well
 *   dist/host/assets/**        /host/assets/**        names carry a hash: immutable (app.svg also stands there
 *                                                     without one, as the portal's icon)
 *   dist/host/fonts/<version>  /host/fonts/**         names carry the version: immutable
 *   dist/host/prompts/*.wav    /host/prompts/**       no-cache: readers know them by stable names
 */

import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fillFacts, renderPage, type Assets } from "./build/page";
import { readScenes, sceneOptions } from "./build/scenes";
import { renderFont } from "./build/font";
import { CODE_WORDS } from "./src/words/code";
import { SCAN_WORDS } from "./src/words/scan";

const HERE = import.meta.dir;
const DIST = join(HERE, "dist");
const ASSETS = join(DIST, "host", "assets");

/** Bundle entry points into a folder; the outputs by their name without the hash. */
async function bundle(
  entries: string[],
  outdir: string,
  naming: string,
  define: Record<string, string>,
  format: "esm" | "iife" = "esm",
): Promise<Assets> {
  const result = await Bun.build({
    entrypoints: entries.map((entry) => join(HERE, entry)),
    outdir,
    naming: { entry: naming, chunk: "[name]-[hash].[ext]", asset: "[name]-[hash].[ext]" },
    target: "browser",
    format,
    splitting: format === "esm",
    minify: true,
    define,
  });
  return Object.fromEntries(
    result.outputs
      .filter((output) => output.kind === "entry-point" || output.kind === "asset")
      .map((output) => [basename(output.path).replace(/-[a-z0-9]{8}(?=\.\w+$)/, ""), output.path.slice(DIST.length)]),
  );
}

/** Copy a file under a name that changes with its bytes; its address. */
async function copyHashed(path: string): Promise<string> {
  const bytes = await Bun.file(path).bytes();
  const hash = new Bun.CryptoHasher("sha256").update(bytes).digest("hex").slice(0, 8);
  const name = basename(path).replace(/(?=\.\w+$)/, `-${hash}`);
  await Bun.write(join(ASSETS, name), bytes);
  return `/host/assets/${name}`;
}

async function copyAll(paths: string[]): Promise<Assets> {
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [basename(path), await copyHashed(path)] as const)));
}

/** Copy the recordings under the names by which signed lists and readers know them; their addresses. */
async function copyPrompts(from: string, to: string): Promise<string[]> {
  const recordings = (await readdir(from)).filter((name) => name.endsWith(".wav")).sort();
  await mkdir(to);
  await Promise.all(recordings.map((name) => cp(join(from, name), join(to, name))));
  return recordings.map((name) => `/host/prompts/${name}`);
}

/** Links that load at once what `script` imports; what it imports later is not needed for the first paint. */
async function preloads(script: string): Promise<string> {
  const text = await Bun.file(join(DIST, script)).text();
  const names = new Set([...text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map((found) => found[1]));
  return [...names].map((name) => `<link rel="modulepreload" href="/host/assets/${name}">`).join("");
}

/** Names change with content, so the list and the pages' bytes say which version this is. */
async function versionOf(addresses: readonly string[], files: readonly string[]): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256").update(addresses.join("\n"));
  for (const file of files) hasher.update(await Bun.file(join(DIST, file)).bytes());
  return hasher.digest("hex").slice(0, 12);
}

await rm(DIST, { recursive: true, force: true });
await mkdir(ASSETS, { recursive: true });

const icons = (await readdir(join(HERE, "icons"))).filter((name) => /^(sprite|app)\.svg$|\.png$/.test(name));
const copied = await copyAll(icons.map((name) => join(HERE, "icons", name)));
const wasm = await copyHashed(Bun.resolveSync("zxing-wasm/reader/zxing_reader.wasm", HERE));
const font = await renderFont(HERE, join(DIST, "host", "fonts"));
await cp(join(HERE, "icons", "LICENSE-lucide"), join(ASSETS, "LICENSE-lucide"));
await cp(join(HERE, "icons", "app.svg"), join(ASSETS, "app.svg"));
const prompts = await copyPrompts(join(HERE, "prompts"), join(DIST, "host", "prompts"));

const define = {
  SPRITE: JSON.stringify(copied["sprite.svg"]),
  ZXING_WASM: JSON.stringify(wasm),
  FONT_CSS: JSON.stringify(font),
};
const styles = await bundle(["src/styles/code.css", "src/styles/scan.css"], ASSETS, "[name]-[hash].[ext]", define);
const scripts = await bundle(["src/code/main.ts", "src/scan/main.ts"], ASSETS, "[dir]-[hash].[ext]", define);
await bundle(["src/boot.ts"], join(DIST, "host"), "[name].[ext]", define, "iife");

const options = sceneOptions(await readScenes(join(HERE, "..", "..", "content", "scenes")));
const bundled = (await readdir(ASSETS)).filter((name) => /\.(js|css)$/.test(name)).map((name) => `/host/assets/${name}`);
const later = [wasm, ...bundled.filter((path) => /\/(zxing|ed25519_script)-/.test(path)), ...prompts];
const facts = { ...copied, ...styles, ...scripts, "scene-options": options };
for (const [page, words] of [["code", CODE_WORDS], ["scan", SCAN_WORDS]] as const) {
  const html = await Bun.file(join(HERE, "pages", `${page}.html`)).text();
  const shared = await preloads(scripts[`${page}.js`]!);
  await Bun.write(join(DIST, `${page}.html`), renderPage(html, { ...facts, shared }, words));
}
const manifest = await Bun.file(join(HERE, "pages", "manifest.json")).text();
await Bun.write(join(DIST, "manifest.webmanifest"), fillFacts(manifest, facts));

const shell = ["/code", "/scan", "/host/boot.js", copied["sprite.svg"]!, copied["app.svg"]!];
shell.push(...bundled.filter((path) => !later.includes(path)));
const version = await versionOf([...shell, ...later], ["code.html", "scan.html", "host/boot.js", ...prompts]);
const lists = { SHELL: JSON.stringify(shell), LATER: JSON.stringify(later), VERSION: JSON.stringify(version) };
await bundle(["src/worker/sw.ts"], DIST, "[name].[ext]", lists);
