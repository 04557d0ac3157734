/** What an import may come as; `text/csv` will follow. */
export const IMPORT_MEDIA_TYPES = [
  "application/x-ndjson",
  "application/json",
  "text/markdown",
  "application/zip",
  "application/gzip",
] as const;

export type ImportMediaType = (typeof IMPORT_MEDIA_TYPES)[number];
