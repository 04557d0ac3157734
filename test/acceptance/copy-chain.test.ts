/** One board on its way through every store there is: SQLite, DynamoDB, Firestore, SQLite. */
import { join } from "node:path";
import { expect, it } from "vitest";
import type { KeySpace } from "../../core/ports.ts";
import { openKeySpace } from "../../functions/addresses.ts";
import { temporaryFolder } from "../support/command-line.ts";
import { copyChain } from "../support/copy-chain.ts";
import { cloudSuites } from "../support/emulators.ts";

/** Opens the addresses, hands them on, and closes what was opened. */
async function withPlaces(addresses: readonly string[], work: (spaces: readonly KeySpace[]) => Promise<void>) {
  const spaces: KeySpace[] = [];
  try {
    for (const address of addresses) spaces.push(await openKeySpace(address));
    await work(spaces);
  } finally {
    await Promise.all(spaces.map((space) => space.close()));
  }
}

await cloudSuites(["dynamodb", "firestore"], ({ dynamodb, firestore }) => {
  it("a board moves through every store and back, with its log, its cursors and its keys", async () => {
    Object.assign(process.env, dynamodb.env, firestore.env);
    const folder = temporaryFolder();
    const addresses = [
      `sqlite:${join(folder, "first.db")}`,
      `dynamodb:${dynamodb.name}`,
      `firestore:${firestore.name}`,
      `sqlite:${join(folder, "last.db")}`,
    ];
    await withPlaces(addresses, async (spaces) => {
      expect(spaces).toHaveLength(4);
      const places = spaces.map((space, i) => ({ space, address: addresses[i] ?? "" }));
      // The emulators outlive a run: each has a board of its own.
      await copyChain(`chain-${process.pid}-${Date.now()}`, places);
    });
  }, 300_000);
});
