/** `rolecall search QUERY [NAME=VALUE ...]`: the same search as over HTTP, with the same parameters; of a board, or of a file. */
import { AppError } from "../../core/errors.ts";
import { follower } from "../../core/index/follower.ts";
import { type SearchAnswer, search } from "../../core/search/execute.ts";
import { ENGINE_VERSION } from "../../core/search/impact.ts";
import { ListingIndex } from "../../core/search/listing-index.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { whenLoaded } from "../../core/search/sections.ts";
import { encodePosition } from "../../core/store/position.ts";
import { openBlobStore } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { readSearchParameters } from "../http/search-parameters.ts";
import { nodeEnv } from "../node-env.ts";
import { type Command, readArguments, UsageError, withBoard } from "./command.ts";
import { printJson } from "./output.ts";
import { showAnswer } from "./search-output.ts";
import { withSnapshot } from "./snapshot-file.ts";

const OPTIONS = {
  snapshot: { type: "string" },
  explain: { type: "boolean" },
  highlight: { type: "boolean" },
} as const;

export const searchListings: Command = async (args) => {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError('name what to look for, such as "backend remote" or tag=go');
  const flags = (["explain", "highlight"] as const).filter((name) => values[name] === true);
  const request = readSearchParameters([
    ...parameters(positionals),
    ...flags.map((name): [string, string] => [name, "true"]),
  ]);
  const { answer, incarnation } =
    values.snapshot === undefined ? await searchBoard(request) : await searchFile(values.snapshot, request);
  const position = encodePosition(incarnation, { seq: answer.position });
  if (values.json === true) printJson({ ...answer, position });
  else showAnswer(answer);
  return 0;
};

interface Answered {
  readonly answer: SearchAnswer;
  readonly incarnation: string;
}

function searchBoard(request: SearchRequest): Promise<Answered> {
  return withBoard(async ({ board, env }) => {
    const { incarnation } = board;
    const blobs = await openBlobStore(configuration().blobs);
    try {
      return await follower({ board, blobs, env }).answer({}, ({ index }) => {
        return { answer: search(index, request, { env, incarnation, now: env.now() }), incarnation };
      });
    } finally {
      await blobs.close();
    }
  });
}

/** The file alone, without store or network; the clock says what of it is visible. */
function searchFile(path: string, request: SearchRequest): Promise<Answered> {
  return withSnapshot(path, async ({ header, sections }) => {
    const { listings, position, incarnation, engineVersion } = header;
    if (engineVersion !== ENGINE_VERSION) {
      const detail = `the snapshot was made by engine ${engineVersion}, and this is engine ${ENGINE_VERSION}`;
      throw new AppError("corrupt", `${detail}: publish it again`);
    }
    const env = nodeEnv();
    const index = new ListingIndex({ sections, listings, position });
    const context = { env, incarnation, now: env.now() };
    return { answer: await whenLoaded(() => search(index, request, context)), incarnation };
  });
}

const NAMED = /^([A-Za-z]+)=(.+)$/s;

/** Words are the query; NAME=VALUE is a parameter of `GET /v1/search`. */
function parameters(words: readonly string[]): [string, string][] {
  const named = words.flatMap((word): [string, string][] => {
    const [, name, value] = NAMED.exec(word) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  const text = words.filter((word) => !NAMED.test(word)).join(" ");
  return text === "" ? named : [["q", text], ...named];
}
