/** Canonical JSON: sorted keys, no blanks, undefined left out. Equal values give equal text whatever route made them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}

const encoder = new TextEncoder();

/** SHA-256 of a text's UTF-8, in lower-case hexadecimal. */
export function sha256Hex(env: { sha256(bytes: Uint8Array): Uint8Array }, text: string): string {
  return toHex(env.sha256(encoder.encode(text)));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
