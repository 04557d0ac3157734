/** T6: wall clocks that are wrong by ten minutes, in two processes on one board, or set back by as much. */
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/command-line.ts";
import { SKEW_MS, setBackRounds, skewedRounds, startSkewed } from "./clocks.ts";
import { exchange, jsonFrom } from "./requests.ts";

const GENEROUS = { timeout: 120_000 };

interface Listing {
  readonly id: string;
  readonly effectiveState: string;
}

async function post(url: string, fields: object): Promise<Listing> {
  const body = JSON.stringify({ title: "Lamplighter", company: { name: "Acme" }, ...fields });
  const headers = { "Content-Type": "application/json" };
  const reply = await exchange(url, { method: "POST", path: "/v1/listings", headers, body });
  expect(reply?.status).toBe(201);
  return JSON.parse(reply?.text ?? "") as Listing;
}

describe("two servers on one board, one ten minutes ahead and one ten minutes behind", () => {
  it(
    "lose nothing, double nothing, and their searches are exact at the position that they name",
    GENEROUS,
    async () => {
      const findings = await skewedRounds({ folder: temporaryFolder(), forMs: 2_500, seed: 11 });
      for (const found of findings) expect(found).toMatchObject({ lost: [], doubled: [], wrong: [], broken: [] });
      expect(findings).toHaveLength(3);
      expect(findings[0]?.acknowledged).toBeGreaterThan(10);
    },
  );

  it(
    "keep the order of the log, whatever their stamps say, and show a listing by their own clock",
    GENEROUS,
    async () => {
      const folder = temporaryFolder();
      const servers = [await startSkewed(folder, SKEW_MS), await startSkewed(folder, -SKEW_MS)];
      const [ahead = "", behind = ""] = servers.map(({ url }) => url);
      try {
        const first = await post(ahead, {});
        const second = await post(behind, {});
        const soon = new Date(Date.now() + SKEW_MS / 2).toISOString();
        const scheduled = await post(behind, { publishAt: soon });
        const expiring = await post(behind, { validThrough: soon });
        const log = await jsonFrom<{ items: { id: string; at: string }[] }>(behind, "/v1/changes");
        expect(log.items.map(({ id }) => id)).toEqual([first, second, scheduled, expiring].map(({ id }) => id));
        // The stamps are for people: by them the second came twenty minutes before the first.
        expect(Date.parse(log.items[1]?.at ?? "")).toBeLessThan(Date.parse(log.items[0]?.at ?? ""));

        const states = async (url: string) => {
          const found: string[] = [];
          for (const { id } of [scheduled, expiring]) {
            found.push((await jsonFrom<Listing>(url, `/v1/listings/${id}?view=full`)).effectiveState);
          }
          const { total } = await jsonFrom<{ total: number }>(url, "/v1/search?q=lamplighter");
          return [...found, total];
        };
        expect(await states(behind)).toEqual(["scheduled", "published", 3]);
        expect(await states(ahead)).toEqual(["published", "expired", 3]);
      } finally {
        for (const server of servers) await server.kill();
      }
    },
  );
});

it(
  "a server whose clock is set back by ten minutes under load loses nothing, and says nothing that is old or wrong",
  GENEROUS,
  async () => {
    const findings = await setBackRounds({ folder: temporaryFolder(), forMs: 3_000, seed: 12 });
    for (const found of findings) expect(found).toMatchObject({ lost: [], doubled: [], wrong: [], broken: [] });
    expect(findings).toHaveLength(3);
    expect(findings[0]?.acknowledged).toBeGreaterThan(10);
    expect(findings[0]?.reads).toBeGreaterThan(3);
  },
);
