/** RSS 2.0 (https://www.rssboard.org/rss-specification), with Atom's links to itself and to the next page (RFC 5005). */
import { element, escapedText } from "../xml.ts";
import { type FeedFormat, type FeedHead, type FeedItem, mailDate, postedAt } from "./feed.ts";

const OPENING = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
`;

export const rss: FeedFormat = { mediaType: "application/rss+xml; charset=utf-8", item: itemXml, document: channel };

function channel({ title, address, next, home, changed }: FeedHead, items: readonly string[]): string {
  return [
    OPENING,
    element("title", title),
    element("link", home),
    // Required by RSS; there is no more to say of a search than its name.
    element("description", title),
    link("self", address),
    next === undefined ? "" : link("next", next),
    changed === undefined ? "" : element("lastBuildDate", mailDate(changed)),
    ...items,
    "</channel>\n</rss>\n",
  ].join("");
}

function link(rel: string, address: string): string {
  return `<atom:link rel="${rel}" type="application/rss+xml" href="${escapedText(address)}"/>\n`;
}

/** The id stays what it is when the address changes, so it names the item. */
function itemXml({ record, link, descriptionHtml }: FeedItem): string {
  const { title, company, summary, category, tags } = record.content;
  return [
    "<item>\n",
    element("title", title),
    element("link", link),
    `<guid isPermaLink="false">${record.id}</guid>\n`,
    element("pubDate", mailDate(postedAt(record))),
    element("dc:creator", company?.name),
    ...[category, ...tags].map((each) => element("category", each)),
    element("description", descriptionHtml === "" ? escapedText(summary ?? "") : descriptionHtml),
    "</item>\n",
  ].join("");
}
