import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { keySpaceContract } from "../contract/key-space.ts";

const folder = mkdtempSync(join(tmpdir(), "rolecall-sqlite-"));
keySpaceContract("sqlite", { open: async () => sqliteKeySpace({ path: join(folder, "contract.db") }) });
