/** The catalogue: each class of bad input, its cases, and where else it is tried. */
import { cases as events } from "./c08-lambda-events.ts";
import type { HostileClass } from "./case.ts";

export interface Listed {
  readonly id: string;
  readonly title: string;
  /** Absent: the class is tried elsewhere only. */
  readonly load?: () => Promise<HostileClass>;
  /** Other tests of the class, from the root. */
  readonly elsewhere?: readonly string[];
}

export const CLASSES: readonly Listed[] = [
  {
    id: "C1",
    title: "JSON syntax",
    load: () => import("./c01-json-syntax.ts"),
  },
  { id: "C2", title: "JSON bombs", load: () => import("./c02-json-bombs.ts") },
  { id: "C3", title: "keys", load: () => import("./c03-keys.ts") },
  { id: "C4", title: "bytes and characters", load: () => import("./c04-bytes.ts") },
  {
    id: "C5",
    title: "numbers and money",
    load: () => import("./c05-numbers.ts"),
    elsewhere: ["test/functions/http/bodies.test.ts"],
  },
  { id: "C6", title: "dates", load: () => import("./c06-dates.ts") },
  {
    id: "C7",
    title: "addresses in listings",
    load: () => import("./c07-urls.ts"),
    elsewhere: ["test/core/listing/url.test.ts"],
  },
  { id: "C8", title: "HTTP", load: () => import("./c08-http.ts"), elsewhere: ["test/hostile/c08-lambda-events.ts"] },
  { id: "C9", title: "media types and encodings", load: () => import("./c09-media-types.ts") },
  { id: "C10", title: "conditions, ranges and keys of repetition", load: () => import("./c10-conditionals.ts") },
  { id: "C11", title: "ids and paths", load: () => import("./c11-paths.ts") },
  { id: "C12", title: "cursors", load: () => import("./c12-cursors.ts") },
  {
    id: "C13",
    title: "texts to search for",
    load: () => import("./c13-search-text.ts"),
    elsewhere: ["test/functions/http/search-hostile.test.ts"],
  },
  {
    id: "C14",
    title: "filters, orders and pages",
    load: () => import("./c14-filters.ts"),
    elsewhere: ["test/functions/http/search-hostile.test.ts"],
  },
  {
    id: "C15",
    title: "Markdown and HTML, stored",
    load: () => import("./c15-stored-markup.ts"),
    elsewhere: ["test/functions/http/description-hostile.test.ts"],
  },
  { id: "C16", title: "front matter and archives", load: () => import("./c16-front-matter.ts") },
  {
    id: "C17",
    title: "texts for spreadsheets and feeds, stored",
    load: () => import("./c17-stored-exports.ts"),
    elsewhere: ["test/functions/http/feed-hostile.test.ts", "test/core/convert/csv-export.test.ts"],
  },
  { id: "C18", title: "raw postings", load: () => import("./c18-postings.ts") },
  {
    id: "C19",
    title: "who asks",
    elsewhere: ["test/functions/http/authentication.test.ts", "test/functions/auth/api-key-verifier.test.ts"],
  },
];

/** Of C8, what takes the place of the bytes on Lambda. */
export const LAMBDA_EVENTS = events;
