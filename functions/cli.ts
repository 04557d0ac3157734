#!/usr/bin/env node
/** The command line. Each command is a file of `cli/`; this one only chooses it and turns its failure into words. */
import { isAppError } from "../core/errors.ts";
import type { Command } from "./cli/command.ts";
import { UsageError } from "./cli/command.ts";

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./cli/serve.ts")).serve,
  import: async () => (await import("./cli/import.ts")).importListings,
  export: async () => (await import("./cli/export.ts")).exportListings,
  search: async () => (await import("./cli/search.ts")).searchListings,
  publish: async () => (await import("./cli/publish.ts")).publishIndex,
  verify: async () => (await import("./cli/verify.ts")).verifyIndex,
  inspect: async () => (await import("./cli/inspect.ts")).inspect,
  board: async () => (await import("./cli/board.ts")).board,
  boards: async () => (await import("./cli/boards.ts")).boards,
  keys: async () => (await import("./cli/keys.ts")).keys,
  copy: async () => (await import("./cli/copy.ts")).copy,
  restore: async () => (await import("./cli/restore.ts")).restore,
  openapi: async () => (await import("./cli/openapi.ts")).writeOpenApi,
  doctor: async () => (await import("./cli/doctor.ts")).doctor,
};

const HELP = `rolecall: a backend for job boards (in a clone: npm run -s rolecall -- COMMAND)

  rolecall serve [--port 8787] [--empty]        the API, on 127.0.0.1
         [--keys] [--host 0.0.0.0]              asks for keys, and then may listen elsewhere
  rolecall import FILE|DIR|ARCHIVE|-            Markdown, NDJSON, JSON, CSV, .tar.gz or .zip; - reads NDJSON
         [--format lever] [--company NAME]      an answer of greenhouse, lever, ashby, or jsonld; a company for what names none
  rolecall export DIR                           every listing as a Markdown file; --format csv FILE|-: one table
  rolecall search QUERY [NAME=VALUE ...]        for example: rolecall search "backend remote" tag=go facet=tag
         [--highlight] [--explain]              where the words are, and why a hit has its score
         [--snapshot FILE|NAME]                 of a published index alone: as a file, or by the name that publish prints
         -- -WORD                               options end at --, so that words may be excluded
  rolecall publish [--rebuild]                  brings the published search index up to date; --rebuild: from the listings themselves
  rolecall verify [--rebuild]                   whether index and store say the same; --rebuild: and two builds of it, byte by byte
  rolecall inspect FILE|NAME                    what a published index is of, and what takes its room
  rolecall board [set timeZone=Europe/Berlin]   what the board is, and its settings
  rolecall boards list                          the boards of the store
  rolecall keys create --name NAME --scope SCOPE [--expires 90d]
                                                a key for HTTP, shown once; SCOPE: listings:write, changes:read, admin
  rolecall keys list | revoke ID
  rolecall copy --from ADDRESS --to ADDRESS     a board to another store; --seal moves it: the source takes no more writes
  rolecall restore --yes [--taken-at INSTANT]   makes a board whole that came back from a backup
  rolecall openapi [--out FILE]                 what the API is, as an OpenAPI document
  rolecall doctor                               what is configured, and whether it can be reached

Every command takes --json. Where a board lives:
  ROLECALL_STORE   sqlite:./data/board.db (default), dynamodb:TABLE, firestore:PROJECT/DATABASE, memory:
  ROLECALL_BLOBS   file:./data/blobs (default), s3:BUCKET, gs:BUCKET, memory:
  ROLECALL_BOARD   default`;

const [name = "help", ...args] = process.argv.slice(2);
const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;

const isAsked = ["help", "--help", "-h"].includes(name) || args.includes("--help");

if (load === undefined || isAsked) {
  if (!isAsked) process.stderr.write(`rolecall: there is no command ${JSON.stringify(name)}\n\n`);
  (isAsked ? process.stdout : process.stderr).write(`${HELP}\n`);
  process.exitCode = isAsked ? 0 : 2;
} else {
  try {
    process.exitCode = await (await load())(args);
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** 2: the command was not understood; 1: it could not be done. Other errors are bugs and show their stack. */
function explain(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`rolecall ${name}: ${error.message}\n`);
    return 2;
  }
  if (!isAppError(error)) throw error;
  const others = error.errors.filter(({ detail }) => !error.message.includes(detail));
  const faults = others.map(({ detail }) => `\n  ${detail}`);
  process.stderr.write(`rolecall ${name}: ${error.message} (${error.code})${faults.join("")}\n`);
  return 1;
}
