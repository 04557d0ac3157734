/** What an import may come as. */
export const IMPORT_MEDIA_TYPES = [
  "application/x-ndjson",
  "application/json",
  "text/csv",
  "text/markdown",
  "application/zip",
  "application/gzip",
] as const;

export type ImportMediaType = (typeof IMPORT_MEDIA_TYPES)[number];

/** What lists names, one a row. */
export const NAME_MEDIA_TYPES = ["application/x-ndjson", "application/json", "text/csv"] as const;

/** Answers of others' public interfaces, whole, as JSON. */
export const FEED_FORMATS = ["greenhouse", "lever", "ashby", "jsonld"] as const;

export type FeedFormat = (typeof FEED_FORMATS)[number];
