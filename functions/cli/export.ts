/** `rolecall export DIR|FILE.csv|-`: every listing as a Markdown file, or all in one table; importing either changes nothing. */
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportFileNames } from "../../core/convert/export-names.ts";
import { writeMarkdown } from "../../core/convert/markdown.ts";
import { AppError } from "../../core/errors.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import type { Board } from "../../core/store/board.ts";
import { scanPages } from "../../core/store/scan.ts";
import { type Command, readArguments, UsageError, withBoard } from "./command.ts";
import { printJson, printLine, progress } from "./output.ts";

export const exportListings: Command = async (args) => {
  const { values, positionals } = readArguments(args, { format: { type: "string" } });
  const [target, ...rest] = positionals;
  const format = values.format ?? "markdown";
  if (format !== "markdown" && format !== "csv") throw new UsageError("--format must be markdown or csv");
  if (target === undefined || rest.length > 0)
    throw new UsageError("name one folder, or with --format csv one file or -");
  const save = format === "csv" ? saveTable : saveFiles;
  if (format === "markdown") await emptyFolder(target);
  return withBoard(async ({ board }) => {
    const listings = await allListings(board);
    await save(target, listings);
    // What goes to standard output is the table.
    if (target === "-" && format === "csv") return 0;
    if (values.json === true) printJson({ exported: listings.length, [format === "csv" ? "file" : "folder"]: target });
    else printLine(`${listings.length} listings exported to ${target}`);
    return 0;
  });
};

async function saveFiles(folder: string, listings: readonly ListingRecord[]): Promise<void> {
  const names = exportFileNames(listings);
  const shown = progress("exported");
  for (const [i, listing] of listings.entries()) {
    await writeWhole(join(folder, names[i] ?? ""), writeMarkdown(listing, { view: "full" }));
    shown.report(i + 1);
  }
  shown.end();
}

/** Line by line: one text of a large board would be more than a string can hold. */
async function saveTable(file: string, listings: readonly ListingRecord[]): Promise<void> {
  const { writeCsv } = await import("../../core/convert/csv-export.ts");
  const lines = Readable.from(writeCsv(listings));
  if (file === "-") return pipeline(lines, process.stdout, { end: false });
  await pipeline(lines, createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}

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
