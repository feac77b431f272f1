/**
 * Before the first paint: theme, elder scale and language from their cookies onto <html>; the web font after it.
 * And when nobody's mark stands any more, what the code page kept for them goes.
 */

declare const FONT_CSS: string;

const root = document.documentElement;

function cookie(name: string): string | undefined {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];
}

const theme = cookie("yima_theme");
if (theme === "light" || theme === "dark") root.dataset["theme"] = theme;
else delete root.dataset["theme"];

if (cookie("yima_elder") === "1") root.dataset["elder"] = "1";
else delete root.dataset["elder"];

root.lang = cookie("yima_locale") === "en" ? "en" : "zh-CN";

if (!cookie("yima_carrying")) {
  try {
    indexedDB.deleteDatabase("yima-code");
  } catch {
    // A browser that keeps nothing has nothing to delete.
  }
}

/** Nobody's last megabytes go into a nicer letter: phones have Chinese fonts of their own. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData === true || /[23]g/.test(connection?.effectiveType ?? "");
}

addEventListener("load", () => {
  if (savesData()) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = FONT_CSS;
  document.head.append(link);
});
