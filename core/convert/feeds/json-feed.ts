/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
import type { JsonObject, JsonValue } from "../../listing/content.ts";
import { toInstant } from "../../listing/time.ts";
import { type FeedFormat, type FeedHead, type FeedItem, postedAt } from "./feed.ts";

export const jsonFeed: FeedFormat = {
  mediaType: "application/feed+json",
  item: (item) => JSON.stringify(itemJson(item)),
  document,
};

function document({ title, address, next, home }: FeedHead, items: readonly string[]): string {
  const head = JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: home,
    feed_url: address,
    ...(next === undefined ? {} : { next_url: next }),
  });
  return `${head.slice(0, -1)},"items":[${items.join(",")}]}`;
}

/** One of the contents is required: an item without a description has its summary, else its title. */
function itemJson({ record, link, descriptionHtml }: FeedItem): JsonObject {
  const { title = "", company, summary, tags, language } = record.content;
  const content: JsonObject =
    descriptionHtml === "" ? { content_text: summary ?? title } : { content_html: descriptionHtml };
  const optional: Readonly<Record<string, JsonValue | undefined>> = {
    summary,
    language,
    authors: company?.name === undefined ? undefined : [authorOf(company.name, company.website)],
    tags: tags.length === 0 ? undefined : tags,
  };
  const given = Object.entries(optional).filter((field): field is [string, JsonValue] => field[1] !== undefined);
  return {
    id: record.id,
    url: link,
    title,
    ...content,
    date_published: toInstant(postedAt(record)),
    date_modified: toInstant(record.updatedAt),
    ...Object.fromEntries(given),
  };
}

function authorOf(name: string, url: string | undefined): JsonObject {
  return url === undefined ? { name } : { name, url };
}
