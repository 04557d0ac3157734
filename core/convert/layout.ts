/**
 * What a file has beyond its values, kept in `extra.frontMatter` so that an export gives it back: the raw values of known
 * keys that the fields do not determine, under the keys' own names; and under `rolecall`, which is never raw, the order
 * of the keys and the source texts of unusual scalars. Clients may write it too, so nothing in it is trusted.
 */
import type { JsonObject, JsonValue } from "../listing/content.ts";
import type { FrontMatterEntry } from "./front-matter-entry.ts";
import { inUsualOrder, keepsSource, LAYOUT_KEY, OWN_KEY } from "./front-matter-keys.ts";
import type { Sources } from "./yaml-writer.ts";

export interface Layout {
  /** Value to write for a known key while it still says what the field holds. */
  raw(key: string): JsonValue | undefined;
  readonly order: readonly unknown[];
  readonly sources: Sources;
}

/** What the listing remembers of its file. */
export function layoutOf(extra: JsonObject | undefined): Layout {
  const kept = objectOr(extra?.[LAYOUT_KEY]);
  const own = objectOr(kept[OWN_KEY]);
  return {
    raw: (key) => (key !== OWN_KEY && Object.hasOwn(kept, key) ? kept[key] : undefined),
    order: Array.isArray(own.order) ? own.order : [],
    sources: objectOr(own.sources),
  };
}

/** What has to be remembered of these entries; `undefined` when the fields alone give them back. */
export function layoutFor(entries: readonly FrontMatterEntry[], raws: JsonObject): JsonObject | undefined {
  const keys = entries.map(({ key }) => key);
  const isUsual = inUsualOrder(keys).every((key, index) => key === keys[index]);
  const sources = Object.assign({}, ...entries.filter(({ key }) => keepsSource(key)).map((entry) => entry.sources));
  const own: JsonObject = {
    ...(isUsual ? {} : { order: keys }),
    ...(Object.keys(sources).length === 0 ? {} : { sources }),
  };
  const layout = Object.keys(own).length === 0 ? raws : { ...raws, [OWN_KEY]: own };
  return Object.keys(layout).length === 0 ? undefined : layout;
}

/** Keys as the file had them; those it did not have come last, in the usual order. */
export function inOrder(keys: readonly string[], order: readonly unknown[]): readonly string[] {
  const usual = inUsualOrder(keys);
  const remembered = new Set(order);
  const first = order.filter((key): key is string => typeof key === "string" && keys.includes(key));
  return [...new Set(first), ...usual.filter((key) => !remembered.has(key))];
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
