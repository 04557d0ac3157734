/** Archives for the tests, right and wrong in every way that the readers look at. */
import { gzipSync } from "node:zlib";

const BLOCK = 512;
const encoder = new TextEncoder();

export interface TarSample {
  readonly name: string;
  readonly body?: string | Uint8Array;
  readonly type?: string;
  readonly prefix?: string;
  /** What the header says, when it is not the truth. */
  readonly size?: number;
}

export function tarEntry({ name, body = "", type = "0", prefix = "", size }: TarSample): Uint8Array {
  const content = typeof body === "string" ? encoder.encode(body) : body;
  const header = new Uint8Array(BLOCK);
  const put = (text: string, at: number) => header.set(encoder.encode(text), at);
  put(name, 0);
  put("0000644\0", 100);
  put((size ?? content.length).toString(8).padStart(11, "0"), 124);
  put(type, 156);
  put("ustar\x0000", 257);
  put(prefix, 345);
  put("        ", 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const padding = new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK);
  return concat([header, content, padding]);
}

/** A pax header for the next entry. */
export function paxHeader(records: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(records).map(([key, value]) => paxRecord(` ${key}=${value}\n`));
  return tarEntry({ name: "PaxHeader", type: "x", body: lines.join("") });
}

function paxRecord(rest: string): string {
  const length = encoder.encode(rest).length;
  const guess = length + String(length).length;
  return `${length + String(guess).length}${rest}`;
}

export function tarGz(entries: readonly (TarSample | Uint8Array)[], end = 2): Uint8Array {
  const parts = entries.map((entry) => (entry instanceof Uint8Array ? entry : tarEntry(entry)));
  return new Uint8Array(gzipSync(concat([...parts, new Uint8Array(end * BLOCK)])));
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
