/**
 * `rolecall inspect SNAPSHOT [--listing ID]`: what a snapshot is of, what takes its room, its commonest terms, and what it knows of
 * one listing. Reads all of it, so a damaged one is refused.
 */
import { AppError } from "../../core/errors.ts";
import type { Snapshot } from "../../core/index/snapshot/open.ts";
import { isListingId } from "../../core/listing/id.ts";
import { toInstant } from "../../core/listing/time.ts";
import { ListingIndex } from "../../core/search/listing-index.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { plain, printJson, printLine } from "./output.ts";
import { withSnapshot } from "./snapshot-file.ts";

export const inspect: Command = async (args) => {
  const { values, positionals } = readArguments(args, { listing: { type: "string" } });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError("name one file, a snapshot");
  return withSnapshot(path, async (snapshot) => {
    await snapshot.loadAll();
    const { sections, header } = snapshot;
    const index = new ListingIndex({ sections, listings: header.listings, position: header.position });
    if (values.listing !== undefined) {
      printJson(listingIn(index, values.listing));
      return 0;
    }
    const facts = { ...factsOf(snapshot), terms: commonestTerms(index) };
    if (values.json === true) printJson(facts);
    else show(facts);
    return 0;
  });
};

const SHOWN_TERMS = 20;

/** With the number of listings that hold each. */
function commonestTerms({ terms: { base } }: ListingIndex) {
  const { lists, dictionary } = base;
  return Array.from({ length: lists.count }, (_, ordinal) => ordinal)
    .sort((a, b) => lists.size(b) - lists.size(a) || a - b)
    .slice(0, SHOWN_TERMS)
    .map((ordinal) => ({ term: dictionary.termAt(ordinal), listings: lists.size(ordinal) }));
}

/** @throws AppError `not_found`. */
function listingIn({ facts, visibility }: ListingIndex, id: string) {
  const doc = isListingId(id) ? facts.find(id) : undefined;
  if (doc === undefined) throw new AppError("not_found", `the snapshot has no listing ${id}`);
  const [from, until] = visibility.instantsOf(doc);
  const card: unknown = JSON.parse(facts.cardOf(doc));
  return {
    ...{ id, state: facts.state(doc), contentHash: facts.contentHashOf(doc) },
    /** From 1, newest first. */
    place: doc + 1,
    ...(Number.isFinite(from) ? { visibleFrom: toInstant(from) } : {}),
    ...(Number.isFinite(until) ? { visibleUntil: toInstant(until) } : {}),
    card,
  };
}

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

type Inspected = ReturnType<typeof factsOf> & { readonly terms: ReturnType<typeof commonestTerms> };

function show({ sections, terms, ...facts }: Inspected): void {
  const { board, incarnation, position, listings, engineVersion, format, bytes, bytesPerListing } = facts;
  printLine(`board ${plain(board)}, incarnation ${plain(incarnation)}, log entry ${position}`);
  printLine(`${count(listings)} listings, engine ${engineVersion}, format ${format}`);
  const each = bytesPerListing === undefined ? "" : `, ${bytesPerListing} a listing`;
  printLine(`${count(bytes)} bytes${each}; every checksum holds`);
  const rows = sections.map(({ name, type, offset, bytes: size, share, bytesPerListing: own }) => [
    ...[name, type, count(offset), count(size), `${share.toFixed(1)} %`, own?.toFixed(1) ?? ""],
  ]);
  printTable([["section", "type", "offset", "bytes", "share", "a listing"], ...rows]);
  if (terms.length === 0) return;
  printLine();
  printLine(`commonest terms: ${terms.map(({ term, listings: held }) => `${plain(term)} ${count(held)}`).join(", ")}`);
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
