/** `rolecall export DIR`: every listing as the Markdown file that its import reads back unchanged. */
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportFileNames } from "../../core/convert/export-names.ts";
import { writeMarkdown } from "../../core/convert/markdown.ts";
import { AppError } from "../../core/errors.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import type { Board } from "../../core/store/board.ts";
import { scanPages } from "../../core/store/scan.ts";
import { type Command, readArguments, UsageError, withBoard } from "./command.ts";
import { printJson, printLine, progress } from "./output.ts";

export const exportListings: Command = async (args) => {
  const { values, positionals } = readArguments(args, {});
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new UsageError("name one folder to write to");
  await emptyFolder(folder);
  return withBoard(async ({ board }) => {
    const listings = await allListings(board);
    const names = exportFileNames(listings);
    const shown = progress("exported");
    for (const [i, listing] of listings.entries()) {
      await writeWhole(join(folder, names[i] ?? ""), writeMarkdown(listing, { view: "full" }));
      shown.report(i + 1);
    }
    shown.end();
    if (values.json === true) printJson({ exported: listings.length, folder });
    else printLine(`${listings.length} listings exported to ${folder}`);
    return 0;
  });
};

/** Files of an older export that are no listings any more would come back with the next import. */
async function emptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return;
  } catch (cause) {
    throw new AppError("invalid_parameter", `cannot use ${folder} as a folder`, { cause });
  }
  throw new AppError("conflict", `${folder} is not empty: name a new folder`);
}

async function allListings(board: Board): Promise<ListingRecord[]> {
  const listings: ListingRecord[] = [];
  for await (const page of scanPages(board, 500)) listings.push(...page.filter((stored) => stored.kind === "listing"));
  return listings;
}

/** A file that is there is whole. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
