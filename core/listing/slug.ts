/** The readable part of an address: decoration, never an identity. */
import type { ListingRecord } from "./record.ts";

const MAX_LENGTH = 100;

/** From the imported file's name, else from the title and the company. */
export function slugOf(record: Pick<ListingRecord, "fileName" | "content">): string {
  if (record.fileName !== undefined) return record.fileName;
  const { title = "", company } = record.content;
  const words = `${title} ${company?.name ?? ""}`
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .match(/[\p{Letter}\p{Number}]+/gu);
  const slug = (words ?? []).join("-");
  return trimmed(slug) || "listing";
}

function trimmed(slug: string): string {
  if (slug.length <= MAX_LENGTH) return slug;
  const cut = slug.lastIndexOf("-", MAX_LENGTH);
  const end = cut > 0 ? cut : MAX_LENGTH;
  return slug.slice(0, slug.slice(0, end).isWellFormed() ? end : end - 1);
}
