import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { UsageError } from "../../functions/cli/command.ts";
import { inspect } from "../../functions/cli/inspect.ts";
import { HEADER, numbers, write } from "../core/index/snapshot/samples.ts";
import { temporaryFolder } from "../support/command-line.ts";

const GOLDEN = fileURLToPath(new URL("../golden/snapshot-v1.bin", import.meta.url));

async function printed(args: readonly string[]): Promise<string> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    expect(await inspect(args)).toBe(0);
    return out.mock.calls.map(([text]) => text).join("");
  } finally {
    out.mockRestore();
  }
}

describe("inspect", () => {
  it("says what a snapshot is of, and what takes its room", async () => {
    const text = await printed([GOLDEN]);
    expect(text).toContain("board default, incarnation 0123456789, log entry 2402\n");
    expect(text).toContain("567 listings, engine 1, format 1\n");
    expect(text).toContain("80,960 bytes, 142.8 a listing; every checksum holds\n");
    expect(text).toMatch(/^terms\.ends +u32 +960 +80,000 +98\.8 % +141\.1$/m);
  });

  it("gives the same as JSON", async () => {
    const facts = JSON.parse(await printed([GOLDEN, "--json"]));
    expect(facts).toMatchObject({ format: 1, ...HEADER, bytes: 80_960, bytesPerListing: 142.8 });
    const names = facts.sections.map(({ name }: { readonly name: string }) => name);
    expect(names).toEqual([
      ...["facts.published", "facts.posted-at", "facts.promotion", "ids.bytes"],
      ...["values.company.rows", "cards.bytes", "terms.ends"],
    ]);
    expect(facts.sections.at(-1)).toEqual({
      ...{ name: "terms.ends", type: "u32", offset: 960, bytes: 80_000, share: 98.8, bytesPerListing: 141.1 },
    });
  });

  it("reads a snapshot of several pieces from its file, and one of no listings", async () => {
    const [large, empty] = [join(temporaryFolder(), "large"), join(temporaryFolder(), "empty")];
    writeFileSync(large, await write([["terms.lists", numbers(5_000_000, 1)]]));
    writeFileSync(empty, await write([], { ...HEADER, listings: 0 }));
    expect(await printed([large])).toMatch(/^terms\.lists +u32 +[\d,]+ +20,000,000 /m);
    expect(await printed([empty])).toMatch(/^\d+ bytes; every checksum holds$/m);
    expect(JSON.parse(await printed([empty, "--json"]))).not.toHaveProperty("bytesPerListing");
  });

  it("refuses a damaged snapshot by the name of the part, wherever it is hurt", async () => {
    const file = join(temporaryFolder(), "hurt");
    const bytes = readFileSync(GOLDEN);
    bytes[bytes.length - 1] = 1 ^ (bytes.at(-1) ?? 0);
    writeFileSync(file, bytes);
    await expect(inspect([file])).rejects.toMatchObject({
      ...{ code: "corrupt", message: "snapshot section terms.ends: page 1 of the data fails its checksum" },
    });
  });

  it("says so when there is no such file, and when it is not told which", async () => {
    await expect(inspect([join(temporaryFolder(), "none")])).rejects.toMatchObject({ code: "not_found" });
    await expect(inspect([])).rejects.toThrow(UsageError);
    await expect(inspect([GOLDEN, GOLDEN])).rejects.toThrow(UsageError);
  });
});
