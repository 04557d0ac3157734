/** What the sitemap answers: from the index alone, one part at a time. */
import { sitemap, sitemapIndex } from "../../core/convert/sitemap.ts";
import { AppError } from "../../core/errors.ts";
import type { ListingIndex } from "../../core/search/listing-index.ts";
import { docsWithPage, lastChange, pagesOf } from "../../core/search/pages.ts";
import { publicAddress } from "./public-address.ts";
import { answerFrom, taggedHeaders } from "./search-view.ts";
import type { RequestContext, Services } from "./services.ts";

/**
 * Pages in a part. The protocol allows 50,000 and 50 MB; an address has 2,000 characters at most, 18 KB when all of them have
 * to be escaped, so this many always fit, and cost a few milliseconds.
 */
export const PART_SIZE = 2_000;

/** What the sitemap is about: all that a search finds. */
const ASKED = { view: "public", effectiveStates: ["published"] } as const;

/** Without `part`: all pages if they fit into one, else the index of the parts. @throws AppError `not_found`. */
export function answerSitemap(c: RequestContext, services: Services, part: number | undefined): Promise<Response> {
  const address = publicAddress(c, services);
  return answerFrom(c, services, ASKED, (seen) => {
    const { headers, isKnown } = taggedHeaders(c, services, seen, ASKED, { sitemap: part ?? "index", address });
    if (isKnown) return c.body(null, 304, headers);
    const { index } = seen.view;
    const docs = docsWithPage(index, seen.now);
    const isWhole = docs.length <= PART_SIZE;
    const body = part === undefined && !isWhole ? indexOf(index, docs, address) : partOf(index, docs, part ?? 1);
    return c.body(body, 200, { ...headers, "Content-Type": "application/xml; charset=utf-8" });
  });
}

function indexOf(index: ListingIndex, docs: readonly number[], address: string): string {
  const parts = Array.from({ length: partsOf(docs) }, (_, i) => ({
    address: new URL(`?part=${i + 1}`, address).href,
    changed: lastChange(index, docsOf(docs, i + 1)),
  }));
  return sitemapIndex(parts);
}

function partOf(index: ListingIndex, docs: readonly number[], part: number): string {
  const parts = partsOf(docs);
  if (part > parts) throw new AppError("not_found", `there is no part ${part} of the sitemap, which has ${parts}`);
  return sitemap(pagesOf(index, docsOf(docs, part)).map(({ url, changed }) => ({ address: url, changed })));
}

/** An empty board has one empty part. */
function partsOf(docs: readonly number[]): number {
  return Math.max(1, Math.ceil(docs.length / PART_SIZE));
}

function docsOf(docs: readonly number[], part: number): readonly number[] {
  return docs.slice((part - 1) * PART_SIZE, part * PART_SIZE);
}
