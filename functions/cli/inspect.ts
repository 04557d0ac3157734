/** `rolecall inspect SNAPSHOT`: what a snapshot is of and what takes its room. Reads all of it, so a damaged one is refused. */
import type { Snapshot } from "../../core/index/snapshot/open.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { plain, printJson, printLine } from "./output.ts";
import { withSnapshot } from "./snapshot-file.ts";

export const inspect: Command = async (args) => {
  const { values, positionals } = readArguments(args, {});
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError("name one file, a snapshot");
  return withSnapshot(path, async (snapshot) => {
    await snapshot.loadAll();
    const facts = factsOf(snapshot);
    if (values.json === true) printJson(facts);
    else show(facts);
    return 0;
  });
};

function factsOf({ format, header, bytes, list }: Snapshot) {
  const perListing = (count: number) => (header.listings === 0 ? undefined : round(count / header.listings));
  return {
    ...{ format, ...header, bytes, bytesPerListing: perListing(bytes) },
    sections: list.map((section) => ({
      ...section,
      /** Of the file, in percent. */
      share: round((100 * section.bytes) / bytes),
      bytesPerListing: perListing(section.bytes),
    })),
  };
}

/** To a tenth. */
function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function show({ sections, ...facts }: ReturnType<typeof factsOf>): void {
  const { board, incarnation, position, listings, engineVersion, format, bytes, bytesPerListing } = facts;
  printLine(`board ${plain(board)}, incarnation ${plain(incarnation)}, log entry ${position}`);
  printLine(`${count(listings)} listings, engine ${engineVersion}, format ${format}`);
  const each = bytesPerListing === undefined ? "" : `, ${bytesPerListing} a listing`;
  printLine(`${count(bytes)} bytes${each}; every checksum holds`);
  const rows = sections.map(({ name, type, offset, bytes: size, share, bytesPerListing: own }) => [
    ...[name, type, count(offset), count(size), `${share.toFixed(1)} %`, own?.toFixed(1) ?? ""],
  ]);
  printTable([["section", "type", "offset", "bytes", "share", "a listing"], ...rows]);
}

function count(value: number): string {
  return value.toLocaleString("en");
}

/** Names to the left, numbers to the right. */
function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  printLine();
  for (const row of rows) {
    const cells = row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)));
    printLine(cells.join("  ").trimEnd());
  }
}
