/** Which addresses a listing may carry. They are stored as written and never fetched, but readers will follow them. */
import { codePoints } from "./limits.ts";

/** In code points, as all lengths. */
export const MAX_URL_LENGTH = 2_000;
const WEB = /^https?:\/\/[^/?#]/i;
const MAIL = /^mailto:[^\s@<>"]+@[^\s@<>"?]+(\?\S*)?$/i;
// Blanks, controls, quotes and backslashes are read differently by different parsers.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSAFE = /[\u0000-\u0020\u007f-\u009f"<>\\^`{|}\u2028\u2029]/;
const SPECIAL_USE = new Set(["localhost", "local", "internal", "localdomain", "home", "arpa", "onion"]);

/** Why the text is no absolute http(s) address, or `undefined` when it is one. */
export function webUrlFault(text: string): string | undefined {
  if (isTooLong(text)) return `is longer than ${MAX_URL_LENGTH} characters`;
  if (!text.isWellFormed() || UNSAFE.test(text) || !WEB.test(text) || !URL.canParse(text)) {
    return "must be an absolute http or https URL";
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "must not carry a user name or password";
  if (url.port === "0") return "must not name port 0";
  return hostFault(url.hostname);
}

/** As `webUrlFault`, with `mailto:` allowed. */
export function applyUrlFault(text: string): string | undefined {
  if (/^mailto:/i.test(text)) {
    return !isTooLong(text) && MAIL.test(text) && !UNSAFE.test(text) ? undefined : "must be mailto: with one address";
  }
  const fault = webUrlFault(text);
  return fault === "must be an absolute http or https URL" ? "must be an absolute http, https or mailto URL" : fault;
}

function isTooLong(text: string): boolean {
  return text.length > MAX_URL_LENGTH && (text.length > 2 * MAX_URL_LENGTH || codePoints(text) > MAX_URL_LENGTH);
}

/** Readers are anywhere: an address or a name that means something only on one network is a mistake or a trap. */
function hostFault(host: string): string | undefined {
  const labels = host.replace(/\.$/, "").split(".");
  const last = labels.at(-1) ?? "";
  if (host.startsWith("[") || /^\d+$/.test(last)) return "must name a host by its domain name, not by an IP address";
  if (labels.length < 2 || labels.includes("") || SPECIAL_USE.has(last))
    return "must name a host with a public domain name";
  return undefined;
}
