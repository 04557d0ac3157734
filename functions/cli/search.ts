/** `rolecall search QUERY [NAME=VALUE ...]`: the same search as over HTTP, with the same parameters. */
import { follower } from "../../core/index/follower.ts";
import type { Card } from "../../core/listing/view.ts";
import { type SearchAnswer, search } from "../../core/search/execute.ts";
import { encodePosition } from "../../core/store/position.ts";
import { readSearchParameters } from "../http/search-parameters.ts";
import { type Command, readArguments, UsageError, withBoard } from "./command.ts";
import { plain, printJson, printLine } from "./output.ts";

export const searchListings: Command = async (args) => {
  const { values, positionals } = readArguments(args, {});
  if (positionals.length === 0) throw new UsageError('name what to look for, such as "backend remote" or tag=go');
  const request = readSearchParameters(parameters(positionals));
  return withBoard(async ({ board, env }) => {
    const { index } = await follower({ board, env }).view();
    const answer = search(index, request, { env, incarnation: board.incarnation, now: env.now() });
    const position = encodePosition(board.incarnation, { seq: answer.position });
    if (values.json === true) printJson({ ...answer, position });
    else show(answer);
    return 0;
  });
};

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

function show({ total, items, facets }: SearchAnswer): void {
  printLine(`${total.toLocaleString("en")} found`);
  for (const { id, listing } of items) printLine(`${id}  ${summary(listing)}`);
  for (const { name, buckets } of facets) {
    printLine(`\n${name}`);
    for (const { value, count } of buckets) printLine(`${String(count).padStart(7)}  ${plain(value)}`);
  }
}

function summary({ title = "(no title)", company, locations, datePosted }: Card): string {
  const where = locations.flatMap(({ raw, city }) => raw ?? city ?? []).join("; ");
  return plain(
    [title, company?.name, where, datePosted.slice(0, 10)]
      .filter((part) => part !== undefined && part !== "")
      .join(" · "),
  );
}
