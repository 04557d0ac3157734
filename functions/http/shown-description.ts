/** A description as HTML, made once for as long as the listing is remembered as it is stored. */
import { descriptionHtml } from "../../core/convert/description-html.ts";
import type { Description } from "../../core/listing/content.ts";
import type { RequestContext } from "./services.ts";

/** UTF-16 units: up to here it takes a few milliseconds at most. A longer one has to wait for its turn. */
const SHORT = 10_000;
/** HTML that is longer than this for each unit of its source is made again: what is remembered has its bound in the source. */
const MAX_GROWTH = 3;

/** By the value that the board gives again while what is stored is the same (`core/store/recent-listings.ts`). */
const shown = new WeakMap<Description, string>();

/** "" for a listing without one. @throws AppError `overloaded`. */
export async function shownDescription(c: RequestContext, description: Description | undefined): Promise<string> {
  if (description === undefined || description.value.length <= SHORT || shown.has(description)) {
    return rememberedHtml(description);
  }
  return c.get("renderings").run(() => rememberedHtml(description), c.get("deadline"));
}

/** The same for whoever has its turn. */
export function rememberedHtml(description: Description | undefined): string {
  if (description === undefined) return "";
  const known = shown.get(description);
  if (known !== undefined) return known;
  const html = descriptionHtml(description);
  if (html.length <= MAX_GROWTH * description.value.length) shown.set(description, html);
  return html;
}
