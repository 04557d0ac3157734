/**
 * MiniSearch at its best: numbers as ids and no stored fields, so that a result is as small as it gets; values to filter and
 * count by are arrays beside it, over which facets are counted in one pass.
 */
import MiniSearch, { type SearchOptions } from "minisearch";
import { type Engine, TEXT_FIELDS, WEIGHTS } from "../engine.ts";
import { type BenchQuery, PAGE } from "../queries.ts";
import { FacetColumns } from "./facet-values.ts";

export function miniSearchEngine(): Engine {
  const columns = new FacetColumns();
  const index = new MiniSearch({
    fields: [...TEXT_FIELDS],
    searchOptions: { boost: WEIGHTS },
  });
  return {
    add(listings) {
      for (const { plain } of listings) {
        if (plain !== undefined) index.add({ ...plain, id: columns.append(plain) });
      }
    },
    finish: () => undefined,
    bytes: () => JSON.stringify(index).length,
    answers: ({ text, isAsTyped }) => text?.kind !== "phrase" && !isAsTyped,
    query(query) {
      const found = index.search(query.text?.words.join(" ") ?? MiniSearch.wildcard, optionsOf(query));
      return columns.answer(
        found.map(({ id }) => id),
        query,
        PAGE,
      );
    },
  };
}

function optionsOf({ text }: BenchQuery): SearchOptions {
  switch (text?.kind) {
    case "any":
      return { combineWith: "OR" };
    case "prefix":
      return { prefix: true };
    case "typo":
      // The edits that our own engine allows.
      return { fuzzy: (term) => (term.length < 8 ? 1 : 2) };
    default:
      return { combineWith: "AND" };
  }
}
