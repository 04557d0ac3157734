/**
 * The code that is simulated, as one file: with its bounds scaled down, so that a board of twenty listings meets what a board of
 * two hundred thousand does, and perhaps with one rule bent. No switch in the code itself: texts of it are replaced, and each has
 * to be there exactly once. In one file an import that comes late is no detour through the loader, which no seed could repeat.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Edit {
  /** Below the repository's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Sizes only: what they bound stays in the same order, entries below a bound never reach it, and so on. */
const SCALED: readonly Edit[] = [
  { file: "core/index/bounds.ts", from: "changes: 2_000,", to: "changes: 12," },
  { file: "core/index/bounds.ts", from: "changes: 20_000,", to: "changes: 30," },
  { file: "core/index/bounds.ts", from: "MAX_SCANNED = 20_000", to: "MAX_SCANNED = 30" },
  { file: "core/index/publisher.ts", from: "ENTRIES_BELOW_BOUND = 100", to: "ENTRIES_BELOW_BOUND = 10" },
  { file: "core/index/publisher.ts", from: "CHANGES_PER_SAMPLE = 40", to: "CHANGES_PER_SAMPLE = 4" },
  { file: "core/index/apply-log.ts", from: "CHANGES_PAGE = 200", to: "CHANGES_PAGE = 7" },
  { file: "core/index/apply-log.ts", from: "LISTINGS_PER_TURN = 100", to: "LISTINGS_PER_TURN = 4" },
  { file: "core/index/verify.ts", from: "LISTINGS_PER_READ = 100", to: "LISTINGS_PER_READ = 5" },
  { file: "core/index/snapshot/format.ts", from: "PAGE_BYTES = 64 * 1024", to: "PAGE_BYTES = 1024" },
  {
    file: "core/index/snapshot/open.ts",
    from: "FIRST_READ_BYTES = 1.5 * 1024 * 1024",
    to: "FIRST_READ_BYTES = 6 * 1024",
  },
  { file: "core/index/snapshot/open.ts", from: "WHOLE_BYTES = 4 * 1024 * 1024", to: "WHOLE_BYTES = 7 * 1024" },
  { file: "core/store/log-writer.ts", from: "MAX_BATCH_LISTINGS = 40", to: "MAX_BATCH_LISTINGS = 5" },
  { file: "core/store/changes.ts", from: "ENTRIES_PER_READ = 16", to: "ENTRIES_PER_READ = 3" },
  { file: "core/store/trim.ts", from: "ITEMS_PER_READ = 50", to: "ITEMS_PER_READ = 4" },
  { file: "core/store/mirror.ts", from: "ITEMS_PER_READ = 90", to: "ITEMS_PER_READ = 6" },
  { file: "core/store/copy.ts", from: "ENTRIES_PER_READ = 16", to: "ENTRIES_PER_READ = 3" },
  { file: "core/store/restore.ts", from: "LISTINGS_PER_READ = 500", to: "LISTINGS_PER_READ = 6" },
  { file: "core/store/restore.ts", from: "ENTRIES_PER_READ = 16", to: "ENTRIES_PER_READ = 3" },
  { file: "core/store/digest.ts", from: "LISTINGS_PER_READ = 500", to: "LISTINGS_PER_READ = 6" },
  { file: "core/store/digest.ts", from: "CHANGES_PER_READ = 200", to: "CHANGES_PER_READ = 6" },
  { file: "core/store/expire.ts", from: "LISTINGS_PER_READ = 80", to: "LISTINGS_PER_READ = 3" },
  { file: "core/store/tail.ts", from: "PROBES = 8", to: "PROBES = 3" },
  { file: "functions/import/run.ts", from: "BURST = 40", to: "BURST = 4" },
];

/** @throws Error when a text to replace is not there exactly once. */
export async function bundleSimulation(outfile: string, edits: readonly Edit[] = []): Promise<void> {
  const all = [...SCALED, ...edits];
  const done = new Set<Edit>();
  await build({
    entryPoints: [join(ROOT, "test/simulation/worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    sourcemap: "inline",
    logLevel: "warning",
    // Some packages are CommonJS and ask for Node's own modules.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    plugins: [editing(all, done)],
  });
  const left = all.filter((edit) => !done.has(edit));
  if (left.length > 0) throw new Error(`not part of the simulation: ${left.map(({ file }) => file)}`);
}

function editing(edits: readonly Edit[], done: Set<Edit>): Plugin {
  const files = new Set(edits.map(({ file }) => file));
  return {
    name: "edits",
    setup({ onLoad }) {
      onLoad({ filter: /\/(core|functions)\/.*\.ts$/ }, ({ path }) => {
        const file = path.slice(ROOT.length);
        if (!files.has(file)) return undefined;
        const own = edits.filter((edit) => edit.file === file);
        for (const edit of own) done.add(edit);
        return { contents: own.reduce(edited, readFileSync(path, "utf8")), loader: "ts" };
      });
    },
  };
}

function edited(text: string, { file, from, to }: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
  return parts.join(to);
}
