/** A server that dies without a word: what it acknowledged is there when it is started again. */
import { expect, it } from "vitest";
import { jsonLines, startServer, temporaryFolder } from "../support/command-line.ts";

const ROWS = 600;
/** Row lines of the answer that are read before the server is killed. */
const MOMENTS = [1, 40, 41, 250, 599];

interface RowLine {
  readonly kind: string;
  readonly id?: string;
  readonly action?: string;
}

interface Change {
  readonly id: string;
  readonly revision: number;
  readonly kind: "put" | "delete";
}

const body = (round: number) =>
  Array.from({ length: ROWS }, (_, i) =>
    JSON.stringify({
      title: `Engineer ${i} of round ${round}`,
      company: { name: "Acme" },
      description: { format: "text", value: "Work. ".repeat(50) },
      source: { name: "feed", externalId: `${round}-${i}` },
    }),
  ).join("\n");

const importInto = (address: string, round: number) =>
  fetch(`${address}/v1/imports`, {
    method: "POST",
    headers: { "Content-Type": "application/x-ndjson" },
    body: body(round),
  });

it("every acknowledged row and listing outlives SIGKILL, and the log stays dense", { timeout: 300_000 }, async () => {
  const folder = temporaryFolder();
  const acknowledged = new Set<string>();

  for (const [round, moment] of MOMENTS.entries()) {
    const server = await startServer(folder, ["--empty"]);
    const { address } = server.facts;
    let isDead = false;
    const posts = [0, 1, 2].map((client) => postUntilDead(address, client, () => isDead));
    const rows = await readRows(address, round, moment, () => {
      isDead = true;
      server.process.kill("SIGKILL");
    });
    expect(rows.length).toBeGreaterThanOrEqual(moment);
    expect(await server.ended).toMatchObject({ signal: "SIGKILL" });
    const fresh = [...rows, ...(await Promise.all(posts)).flat()];
    for (const id of fresh) acknowledged.add(id);

    const restarted = await startServer(folder, ["--empty"]);
    await expectWhole(restarted.facts.address, acknowledged);
    await expectReadable(restarted.facts.address, fresh);
    const lines = jsonLines(await (await importInto(restarted.facts.address, round)).text()) as RowLine[];
    expect(lines).toHaveLength(ROWS + 1);
    const summary = lines.at(-1) as { unchanged?: number; created?: number };
    expect(summary).toMatchObject({ kind: "summary", rejected: 0, updated: 0, complete: true });
    expect(summary.unchanged).toBeGreaterThanOrEqual(moment);
    expect(Number(summary.created) + Number(summary.unchanged)).toBe(ROWS);
    for (const { id } of lines.slice(0, -1)) acknowledged.add(id ?? "a row without an id");
    await expectWhole(restarted.facts.address, acknowledged);
    restarted.process.kill("SIGTERM");
    expect(await restarted.ended).toMatchObject({ status: 0 });
  }
});

/** Ids of the rows that the server acknowledged: `moment` of them, then `kill`, then what was on the way already. */
async function readRows(address: string, round: number, moment: number, kill: () => void): Promise<string[]> {
  const answer = await importInto(address, round);
  const ids: string[] = [];
  let isKilled = false;
  let rest = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of answer.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const { kind, id, action } = JSON.parse(line) as RowLine;
        if (kind === "row" && action === "created" && id !== undefined) ids.push(id);
      }
      if (ids.length < moment || isKilled) continue;
      isKilled = true;
      kill();
    }
  } catch {
    // The answer was cut: that is the point.
  }
  if (!isKilled) kill();
  return ids;
}

/** One client that creates listings one after the other; ids of those that were acknowledged. */
async function postUntilDead(address: string, client: number, isDead: () => boolean): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; !isDead(); i++) {
    try {
      const answer = await fetch(`${address}/v1/listings`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ title: `Single ${client}-${i}`, company: { name: "Acme" } }),
      });
      const { id } = (await answer.json()) as { id: string };
      if (answer.status === 201) ids.push(id);
    } catch {
      break;
    }
  }
  return ids;
}

/** The store, its log and its search agree, and hold all that was acknowledged. */
async function expectWhole(address: string, acknowledged: ReadonlySet<string>): Promise<void> {
  const changes: Change[] = [];
  let next = "";
  for (let more = true; more; ) {
    const page = (await (await fetch(`${address}/v1/changes?limit=1000${next}`)).json()) as {
      items: Change[];
      nextCursor: string;
      more: boolean;
    };
    changes.push(...page.items);
    next = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    more = page.more;
  }
  const revisions = [...new Set(changes.map(({ revision }) => revision))];
  expect(revisions).toEqual(Array.from(revisions, (_, i) => i + 1));
  const ids = new Set(changes.map(({ id }) => id));
  expect(changes).toHaveLength(ids.size);
  expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);

  const { total } = (await (await fetch(`${address}/v1/search?limit=1`)).json()) as { total: number };
  expect(total).toBe(ids.size);
}

async function expectReadable(address: string, ids: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const id of ids) {
    const answer = await fetch(`${address}/v1/listings/${id}`);
    await answer.arrayBuffer();
    if (answer.status !== 200) missing.push(id);
  }
  expect(missing).toEqual([]);
}
