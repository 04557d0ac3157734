/**
 * FlexSearch at its best: all fields in one text, the weightier first, for it ranks by where a word stands and wants all
 * words of a query in one field. It finds whole words ("strict"): with its prefix index an exact word cannot be asked for.
 * Tags are its own filter; what else filters and counts is in arrays beside it.
 */
import { Index } from "flexsearch";
import { type Engine, type PlainListing, TEXT_FIELDS } from "../engine.ts";
import { type BenchQuery, PAGE } from "../queries.ts";
import { FacetColumns } from "./facet-values.ts";

export function flexSearchEngine(): Engine {
  const columns = new FacetColumns();
  const byTag = new Map<string, number[]>();
  const index = new Index({ tokenize: "strict", encoder: "Normalize", resolution: 9 });
  let count = 0;
  return {
    add(listings) {
      for (const { plain } of listings) {
        if (plain === undefined) continue;
        const doc = columns.append(plain);
        index.add(doc, textOf(plain));
        count = doc + 1;
        for (const tag of plain.values.tag) {
          const docs = byTag.get(tag);
          if (docs === undefined) byTag.set(tag, [doc]);
          else docs.push(doc);
        }
      }
    },
    finish: () => undefined,
    bytes() {
      let bytes = 0;
      index.export((_key: string, data: string) => {
        bytes += data.length;
      });
      return bytes;
    },
    answers: ({ text, isAsTyped }) => (text === undefined || text.kind === "all" || text.kind === "any") && !isAsTyped,
    query: (query) => columns.answer(found(query), query, PAGE),
  };

  function found({ text, filters, hasFacets }: BenchQuery): readonly number[] {
    if (text === undefined) {
      return hasFacets ? Array.from({ length: count }, (_, doc) => doc) : (byTag.get(filters?.tag ?? "") ?? []);
    }
    const options = { limit: Math.max(1, count), suggest: text.kind === "any" };
    return index.search(text.words.join(" "), options) as number[];
  }
}

function textOf(listing: PlainListing): string {
  return TEXT_FIELDS.map((field) => listing[field]).join(" ");
}
