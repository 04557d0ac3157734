/** Canonical JSON: sorted keys, no blanks, undefined left out. Equal values give equal text whatever route made them. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let text = "";
  for (const key of Object.keys(value).sort()) {
    // `sort` compares UTF-16 units: the same order in every locale.
    const field: unknown = value[key as keyof typeof value];
    if (field !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

const encoder = new TextEncoder();

/** SHA-256 of a text's UTF-8, in lower-case hexadecimal. */
export function sha256Hex(env: { sha256(bytes: Uint8Array): Uint8Array }, text: string): string {
  return toHex(env.sha256(encoder.encode(text)));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}
