/** Names for a folder of exported listings. */
import type { ListingRecord } from "../listing/record.ts";
import { slugOf } from "../listing/slug.ts";
import { safeStem } from "./file-name.ts";

/** Characters of the id that tell listings of one slug apart. */
const SUFFIX_LENGTH = 6;

/**
 * `<slug>.md` for each listing, in the order given, unique also where case and Unicode form do not count. Of several with
 * one slug the lowest id keeps the plain name, so the names do not depend on the order.
 */
export function exportFileNames(
  records: readonly Pick<ListingRecord, "id" | "fileName" | "content">[],
): readonly string[] {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const byId = [...records].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  // Plain names first: a suffixed name must not take the plain name of another.
  const clashing = byId.filter((record) => {
    const stem = stemOf(record);
    if (!take(taken, stem)) return true;
    names.set(record.id, `${stem}.md`);
    return false;
  });
  for (const record of clashing) names.set(record.id, `${freeStem(taken, record)}.md`);
  return records.map(({ id }) => names.get(id) ?? `${id}.md`);
}

function stemOf(record: Pick<ListingRecord, "fileName" | "content">): string {
  return safeStem(slugOf(record)) ?? "listing";
}

/** With the end of the id; with all of it in the one case in a billion where even that is taken. */
function freeStem(taken: Set<string>, record: Pick<ListingRecord, "id" | "fileName" | "content">): string {
  const stem = stemOf(record);
  const short = `${stem}-${record.id.slice(-SUFFIX_LENGTH)}`;
  if (take(taken, short)) return short;
  const long = `${stem}-${record.id}`;
  take(taken, long);
  return long;
}

function take(taken: Set<string>, stem: string): boolean {
  const folded = stem.normalize("NFC").toLowerCase();
  if (taken.has(folded)) return false;
  taken.add(folded);
  return true;
}
