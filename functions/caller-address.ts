/**
 * Where a request comes from, as the platform says: never as a header says that the caller may have written. For counting, an
 * IPv6 address is its first 64 bits, which is the least that one customer is given (RFC 6177).
 */
import type { Scheme } from "./http/instance.ts";

const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const IPV6 = /^[0-9a-f:]{2,39}$/i;

/**
 * The address behind so many proxies of our own, each of which appends the one that it was asked by: the entry that the
 * outermost wrote. Whatever stands left of it, the caller may have made up.
 * @param forwarded `X-Forwarded-For`, its repetitions joined by commas.
 * @param peer whoever opened the connection.
 */
export function forwardedAddress(forwarded: string | undefined, peer: string | undefined, proxies: number) {
  if (proxies === 0 || forwarded === undefined) return peer;
  return outermost(forwarded, proxies) ?? peer;
}

/**
 * The scheme by which the outermost of so many proxies was asked. Most proxies write the header anew, so often it has one entry.
 * @param forwarded `X-Forwarded-Proto`; `undefined` for what is no scheme of ours.
 */
export function forwardedScheme(forwarded: string | undefined, proxies: number): Scheme | undefined {
  if (proxies === 0 || forwarded === undefined) return undefined;
  const scheme = outermost(forwarded, proxies)?.toLowerCase();
  return scheme === "http" || scheme === "https" ? scheme : undefined;
}

/** Of fewer entries than proxies the first: the caller is inside, and all of them were written by proxies. */
function outermost(list: string, proxies: number): string | undefined {
  const entries = list.split(",").map((entry) => entry.trim());
  return entries.at(-proxies) ?? entries[0];
}

/** What requests from there are counted under; `undefined` for what is no address. */
export function countedAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const text = MAPPED.exec(address)?.[1] ?? address;
  if (IPV4.test(text)) return text;
  if (!IPV6.test(text) || !text.includes(":")) return undefined;
  return `${firstGroups(text.toLowerCase()).join(":")}::/64`;
}

/** The four groups that name the network, with what `::` stands for. */
function firstGroups(address: string): string[] {
  const [before = "", after] = address.split("::");
  const left = before === "" ? [] : before.split(":");
  const right = after === undefined || after === "" ? [] : after.split(":");
  const zeros = Array.from(
    { length: after === undefined ? 0 : Math.max(0, 8 - left.length - right.length) },
    () => "0",
  );
  return [...left, ...zeros, ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
}
