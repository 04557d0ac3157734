/** What a request does not use is not loaded for it: what the app imports before any request, followed from file to file. */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Files and packages that come with a file, by its imports that are neither of types nor `import()`. */
function loadedBy(entry: string): Set<string> {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join(ROOT, file), "utf8");
    for (const [, words = "", target = ""] of text.matchAll(/^(?:import|export)\s([^;'"]*?)from\s*"([^"]+)"/gm)) {
      if (words.startsWith("type ")) continue;
      loaded.add(target.startsWith(".") ? relative(ROOT, join(ROOT, dirname(file), target)) : target);
    }
  }
  return loaded;
}

describe("the app", () => {
  it("loads what renders descriptions, writes feeds and searches with the first request that needs it", () => {
    const loaded = loadedBy("functions/http/app.ts");
    expect(loaded).toContain("functions/http/routes/feeds.ts");
    for (const later of [
      "markdown-it",
      "core/convert/feeds/rss.ts",
      "core/search/pages.ts",
      "core/listing/readiness.ts",
    ]) {
      expect(loaded).not.toContain(later);
    }
  });

  it.each(["functions/http/search-answer.ts", "functions/http/sitemap-answer.ts", "functions/http/listing-list.ts"])(
    "does not render a description for %s",
    (file) => expect(loadedBy(file)).not.toContain("markdown-it"),
  );

  it.each(["functions/http/feed-answer.ts", "functions/http/listing-page.ts"])("does for %s", (file) =>
    expect(loadedBy(file)).toContain("markdown-it"),
  );
});
