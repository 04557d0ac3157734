/** Answers of searches and suggestions. */
import { ID_PATTERN } from "../../../core/listing/id.ts";
import { SUGGESTION_KINDS } from "../../../core/search/suggest.ts";
import type { JsonSchema } from "../../http/json-schema.ts";
import { schemaRef } from "../entry.ts";
import { COUNT, FLAG, list, NEXT_CURSOR, object, oneOf, TEXT, told } from "./objects.ts";

const NUMBER = { type: "number" };
const ID = { type: "string", pattern: ID_PATTERN };
const OFFSET = told(COUNT, "UTF-16 units of the text.");

export const SEARCH_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  SearchAnswer: object(
    "One page of what was found.",
    {
      total: told(COUNT, "Listings found; exact, unless `partial`."),
      items: list(schemaRef("Hit")),
      facets: list(schemaRef("Facet"), "In the order they were asked for."),
      nextCursor: NEXT_CURSOR,
      partial: told(FLAG, "Too much work: only the newest listings were searched, `total` is a lower bound."),
      broadened: told(FLAG, "No listing has all words: these have some of them."),
      viewChanged: told(
        FLAG,
        "By relevance: listings or the minute, and so perhaps the order, changed since the page before.",
      ),
      corrections: list(object("A word, and what was searched for beside it.", { from: TEXT, to: TEXT })),
      explained: schemaRef("Explained"),
    },
    ["explained"],
  ),
  Hit: object(
    "One listing that was found.",
    {
      id: ID,
      score: told(NUMBER, "Comparable within one answer; 0 without a query."),
      listing: schemaRef("ListingCard"),
      highlights: list(schemaRef("Highlight"), "With `highlight=true`."),
      explain: schemaRef("HitExplanation"),
      distanceKm: told(NUMBER, "To the nearest of its places, with `near`."),
    },
    ["highlights", "explain", "distanceKm"],
  ),
  Highlight: object("Where the words of the query stand in a text of the card.", {
    field: oneOf("title", "company", "location", "tag", "summary"),
    text: TEXT,
    ranges: list(object("A range, the end exclusive.", { start: OFFSET, end: OFFSET })),
  }),
  HitExplanation: object("What a score is made of: `text` × (1 + both boosts).", {
    text: NUMBER,
    promotionBoost: NUMBER,
    recencyBoost: NUMBER,
    terms: list(schemaRef("TermExplanation")),
  }),
  TermExplanation: object("One term that counted; `score` is weight × rarity × impact.", {
    query: told(TEXT, "As typed."),
    kind: oneOf("exact", "synonym", "prefix", "typo"),
    term: TEXT,
    weight: NUMBER,
    rarity: NUMBER,
    impact: NUMBER,
    score: NUMBER,
  }),
  Explained: object(
    "Why the listing of `explainId` is in the result, or is not.",
    {
      id: ID,
      found: FLAG,
      rank: told({ type: "integer", minimum: 1 }, "Among all results, if it is found."),
      reasons: list(
        object("What keeps it out.", {
          code: oneOf("status", "query", "excluded", "filter", "partial", "duplicate"),
          detail: TEXT,
        }),
      ),
    },
    ["rank"],
  ),
  Facet: object("How many results each value would give; its own filter does not apply to it.", {
    name: TEXT,
    buckets: list(schemaRef("Bucket"), "By count, then by value."),
    missing: told(COUNT, "Results without a value."),
  }),
  Bucket: object(
    "A value, in its commonest spelling, that can be sent back as a filter.",
    { value: TEXT, count: COUNT, from: NUMBER, to: told(NUMBER, "Exclusive.") },
    ["from", "to"],
  ),
  Suggestions: object("What a person may be about to type, the commonest first.", {
    items: list(
      object("A value of listings that are published now.", {
        kind: oneOf(...SUGGESTION_KINDS),
        value: TEXT,
        count: COUNT,
      }),
    ),
  }),
};
