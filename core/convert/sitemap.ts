/** Sitemaps and their index: https://www.sitemaps.org/protocol.html. */
import { element } from "./xml.ts";

const NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

export interface SitemapEntry {
  /** Absolute. */
  readonly address: string;
  /** Second since 1970. */
  readonly changed: number;
}

export function sitemap(pages: readonly SitemapEntry[]): string {
  return document("urlset", "url", pages);
}

export function sitemapIndex(parts: readonly SitemapEntry[]): string {
  return document("sitemapindex", "sitemap", parts);
}

function document(root: string, name: string, entries: readonly SitemapEntry[]): string {
  const elements = entries.map(({ address, changed }) => {
    const lastmod = `${new Date(changed * 1_000).toISOString().slice(0, 19)}Z`;
    return `<${name}>\n${element("loc", asciiAddress(address))}${element("lastmod", lastmod)}</${name}>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">\n${elements.join("")}</${root}>\n`;
}

/** As it is written, unless it holds what an address may only hold escaped (RFC 3986). */
function asciiAddress(address: string): string {
  return /^[!-~]*$/.test(address) ? address : new URL(address).href;
}
