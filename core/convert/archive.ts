/** Markdown files out of a ZIP archive or a gzipped tar. Nothing is written to a disk; names are checked all the same. */
import { AppError } from "../errors.ts";
import { decodeUtf8 } from "../listing/json.ts";
import { corrupt } from "./archive-bytes.ts";
import { baseName, isMarkdownName } from "./file-name.ts";
import { gunzip } from "./gzip.ts";
import { type TarEntry, TarReader } from "./tar.ts";
import { type ZipEntry, zipBytes, zipEntries } from "./zip.ts";

/** A Markdown file, or what is wrong with an entry; `name` is its last part, `path` all of it. */
export type ArchiveFile = { readonly name: string; readonly path: string } & (
  | { readonly text: string }
  | { readonly error: AppError }
);

export interface ArchiveOptions {
  readonly type: "application/zip" | "application/gzip";
  /** Bytes that may come out of the decompressor, those of skipped files included. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 128 * 1024 * 1024;

/**
 * The Markdown files in the archive's order; folders, other files and macOS's companions of files are left out. An entry
 * that is a link or a device, has an unsafe path, or no UTF-8 in it, is there with its error. All or nothing is read, so
 * that no half of a broken archive is imported.
 * @throws AppError `invalid_body` when the archive is broken, `too_large` when more than `maxBytes` come out of it.
 */
export function readArchive(archive: Uint8Array, options: ArchiveOptions): readonly ArchiveFile[] {
  const { type, maxBytes = DEFAULT_MAX_BYTES } = options;
  let left = maxBytes;
  const spend = (bytes: number) => {
    left -= bytes;
    if (left < 0) throw new AppError("too_large", `the archive decompresses to more than ${maxBytes} bytes`);
  };
  return type === "application/zip" ? readZip(archive, spend) : readTarGz(archive, spend);
}

function readZip(archive: Uint8Array, spend: (bytes: number) => void): readonly ArchiveFile[] {
  return zipEntries(archive).flatMap((entry): ArchiveFile[] => {
    const verdict = verdictOn(entry);
    if (verdict === "skip") return [];
    if (verdict !== "read") return [refused(entry, verdict)];
    return [textFile(entry, zipBytes(archive, entry, spend))];
  });
}

function readTarGz(archive: Uint8Array, spend: (bytes: number) => void): readonly ArchiveFile[] {
  const files: ArchiveFile[] = [];
  const tar = new TarReader({
    entry(entry) {
      const verdict = verdictOn(entry);
      if (verdict !== "skip" && verdict !== "read") files.push(refused(entry, verdict));
      return verdict === "read";
    },
    file(entry, bytes) {
      files.push(textFile(entry, bytes));
    },
  });
  gunzip(archive, (piece) => {
    spend(piece.length);
    tar.push(piece);
  });
  tar.end();
  return files;
}

/** What to do with an entry, or why it is refused. */
function verdictOn(entry: TarEntry | ZipEntry): "skip" | "read" | { readonly fault: string } {
  const { name, kind } = entry;
  if (kind === "directory" || isMacCompanion(name)) return "skip";
  if (kind === "other") return { fault: "is a link or a device, not a file" };
  const fault = nameFault(name);
  if (fault !== undefined) return { fault };
  if (!isMarkdownName(name)) return "skip";
  return "isEncrypted" in entry && entry.isEncrypted ? { fault: "is encrypted" } : "read";
}

/** AppleDouble files and the folder that macOS puts them in: resource forks, named like the files they belong to. */
function isMacCompanion(name: string): boolean {
  return baseName(name).startsWith("._") || name.split("/").includes("__MACOSX");
}

function nameFault(name: string): string | undefined {
  if (name.includes("\0")) return "has a NUL in its name";
  if (name.includes("\\")) return "has a backslash in its name";
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) return "has an absolute path";
  return name.split("/").includes("..") ? "has .. in its path" : undefined;
}

function refused({ name }: TarEntry | ZipEntry, { fault }: { readonly fault: string }): ArchiveFile {
  const path = name.slice(0, 200);
  return { name: baseName(name), path: name, error: corrupt(`entry ${JSON.stringify(path)} ${fault}`) };
}

function textFile({ name }: TarEntry | ZipEntry, bytes: Uint8Array): ArchiveFile {
  const file = { name: baseName(name), path: name };
  try {
    return { ...file, text: decodeUtf8(bytes, "invalid_body") };
  } catch (error) {
    if (error instanceof AppError) return { ...file, error };
    throw error;
  }
}
