import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { createGunzip } from "node:zlib";

const BLOCK = 512; // of a tar archive (POSIX ustar)

/** The Markdown files of a folder (searched through) or of a .tar.gz, by base name. */
export async function readCorpus(path: string): Promise<Map<string, string>> {
  return (await stat(path)).isDirectory() ? readFolder(path) : readTarGz(path);
}

async function readFolder(path: string): Promise<Map<string, string>> {
  const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith(".md")).sort();
  const files = new Map<string, string>();
  for (const name of names) files.set(basename(name), await readFile(join(path, name), "utf8"));
  return files;
}

async function readTarGz(path: string): Promise<Map<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path).pipe(createGunzip())) chunks.push(chunk);
  const tar = Buffer.concat(chunks);
  const files = new Map<string, string>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const type = tar.toString("latin1", at + 156, at + 157);
    const bytes = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0;
    const data = tar.toString("utf8", at + BLOCK, at + BLOCK + bytes);
    at += BLOCK + Math.ceil(bytes / BLOCK) * BLOCK;
    // a name over 100 bytes comes as an entry of its own before the file: GNU type L, or a path record of pax type x
    if (type === "L" || type === "x") {
      longName = type === "L" ? data.replace(/\0.*$/s, "") : /\d+ path=(.*)\n/.exec(data)?.[1];
      continue;
    }
    const header = at - BLOCK - Math.ceil(bytes / BLOCK) * BLOCK;
    const name = longName ?? tar.toString("utf8", header, header + 100).replace(/\0.*$/s, "");
    longName = undefined;
    if (name.endsWith(".md")) files.set(basename(name), data);
  }
  return files;
}
