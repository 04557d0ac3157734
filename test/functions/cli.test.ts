import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { tarGz } from "../core/convert/archive-samples.ts";
import { type Ended, jsonLines, run, start, startServer, temporaryFolder } from "../support/command-line.ts";

const SECOND = 1_000;
/** Processes take their time on a busy machine; nothing here waits longer than it must. */
const GENEROUS = { timeout: 120 * SECOND };

const markdown = (title: string, more = "") =>
  `---\ntitle: "${title}"\ncompanyName: "Acme"\nhashtags: "#go,#sql"\nlocation: "Bonn"\n${more}---\n\n# ${title}\n\nWork.\n`;
const row = (externalId: string, title = `Title ${externalId}`) => ({
  title,
  company: { name: "Acme" },
  source: { name: "feed", externalId },
});
const ndjson = (rows: readonly unknown[]) => rows.map((item) => `${JSON.stringify(item)}\n`).join("");

/** What `import --json` said last. */
function summaryOf({ out }: Ended): unknown {
  return jsonLines(out).at(-1);
}

async function positionOf(folder: string): Promise<string> {
  const { out } = await run(folder, ["board", "--json"]);
  return (JSON.parse(out) as { position: string }).position;
}

function filesIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

describe("serve", GENEROUS, () => {
  it("prints facts as JSON, answers, adds samples to an empty board once, and stops on SIGTERM with status 0", async () => {
    const folder = temporaryFolder();
    const first = await startServer(folder);
    expect(first.facts).toMatchObject({ board: "default", listings: 12, samples: 12, store: "sqlite:./data/board.db" });
    expect(first.facts.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const found = (await (await fetch(`${first.facts.address}/v1/search`)).json()) as { total: number };
    expect(found.total).toBe(12);
    expect((await fetch(`${first.facts.address}/ready`)).status).toBe(200);
    first.process.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ status: 0, signal: null });

    const again = await startServer(folder);
    expect(again.facts).toMatchObject({ listings: 12, samples: 0, position: first.facts.position });
    again.process.kill("SIGINT");
    expect(await again.ended).toMatchObject({ status: 0, signal: null });
  });

  it("tells a person about the samples, and the commands that it shows work", async () => {
    const server = start(temporaryFolder(), ["serve", "--port", "0"]);
    const text = await server.printed(/changes\?limit=5'\n/);
    expect(text).toMatch(/The board was empty: 12 sample listings were added/);
    const commands = text.split("\n").filter((line) => line.trim().startsWith("curl "));
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      const [, address = ""] = /'?(http:[^' ]+)'?/.exec(command) ?? [];
      const [, method = "GET"] = /-X (\w+)/.exec(command) ?? [];
      const [, name = "Accept", value = "*/*"] = /-H '([^:]+): ([^']+)'/.exec(command) ?? [];
      const [, body] = /-d '([^']+)'/.exec(command) ?? [];
      const answer = await fetch(address, {
        method,
        headers: { [name]: value },
        ...(body === undefined ? {} : { body }),
      });
      expect(answer.status, command).toBe(method === "POST" ? 201 : 200);
      expect(await answer.json(), command).toBeTypeOf("object");
    }
    const [, origin = ""] = / at (http:\S+)/.exec(text) ?? [];
    const found = (await (await fetch(`${origin}/v1/search?q=typescript`)).json()) as { total: number };
    expect(found.total).toBeGreaterThan(0);
  });

  it("--empty starts without samples", async () => {
    const { facts } = await startServer(temporaryFolder(), ["--empty"]);
    expect(facts).toMatchObject({ listings: 0, samples: 0 });
    const found = (await (await fetch(`${facts.address}/v1/search`)).json()) as { total: number };
    expect(found.total).toBe(0);
  });

  it("keeps nothing of a memory board", async () => {
    const env = { ROLECALL_STORE: "memory:", ROLECALL_BLOBS: "memory:" };
    const folder = temporaryFolder();
    const { facts } = await startServer(folder, [], { env });
    expect(facts).toMatchObject({ store: "memory:", listings: 12 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(["0.0.0.0", "::", "example.com", "127.0.0.1.example.com", ""])(
    "refuses to listen on %j, and writes nothing",
    async (host) => {
      const folder = temporaryFolder();
      const ended = await run(folder, ["serve", "--port", "0", `--host=${host}`]);
      expect(ended.status).not.toBe(0);
      expect(ended.err).toMatch(/only loopback/);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it.each(["65536", "-1", "1.5", "0x50", " 80"])("refuses the port %j", async (port) => {
    const folder = temporaryFolder();
    const ended = await run(folder, ["serve", `--port=${port}`]);
    expect(ended).toMatchObject({ status: 1, out: "" });
    expect(ended.err).toContain(`--port "${port}" must be a whole number from 0 to 65535`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("says that it is the environment which names a port that is none", async () => {
    const ended = await run(temporaryFolder(), ["serve"], { env: { PORT: "none" } });
    expect(ended).toMatchObject({ status: 1, out: "" });
    expect(ended.err).toContain('PORT "none" must be a whole number from 0 to 65535');
  });

  it("says that a port is in use, and leaves the board as it was", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const folder = temporaryFolder();
    const ended = await run(folder, ["serve", "--port", String(port)]);
    holder.close();
    expect(ended).toMatchObject({ status: 1, out: "" });
    expect(ended.err).toMatch(/something else listens there already; choose another port \(--port, or PORT\)/);
    expect(JSON.parse((await run(folder, ["search", "--json", "limit=1"])).out)).toMatchObject({ total: 0 });
  });
});

describe("commands that are not understood", GENEROUS, () => {
  it.each([
    [["bogus"], /there is no command "bogus"/],
    [["constructor"], /there is no command "constructor"/],
    [["serve", "--bogus"], /--bogus/],
    [["serve", "extra"], /takes no words/],
    [["serve", "--port="], /--port needs a number/],
    [["serve", "--empty=yes"], /--empty/],
    [["import"], /name one file/],
    [["import", "a", "b"], /name one file/],
    [["import", "--fast", "a"], /--fast/],
    [["export"], /name one folder/],
    [["search"], /name what to look for/],
    [["board", "drop"], /there is no board drop/],
    [["board", "set"], /name a setting/],
    [["board", "set", "timeZone"], /is no NAME=VALUE/],
    [["board", "set", "colour=red"], /there is no setting "colour"/],
    [["doctor", "x"], /takes no words/],
  ])("%j ends with status 2 and says why", async (args, reason) => {
    const folder = temporaryFolder();
    const ended = await run(folder, args);
    expect(ended).toMatchObject({ status: 2, out: "" });
    expect(ended.err).toMatch(reason);
    expect(ended.err).not.toMatch(/^\s+at /m);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(["help", "--help", "-h"])("%s is answered with all commands", async (word) => {
    const ended = await run(temporaryFolder(), [word]);
    expect(ended).toMatchObject({ status: 0, err: "" });
    for (const name of ["serve", "import", "export", "search", "board", "doctor"]) expect(ended.out).toContain(name);
  });

  it.each([
    [
      { ROLECALL_STORE: "postgres://x" },
      /ROLECALL_STORE=postgres:\/\/x must start with one of sqlite:, dynamodb:, firestore:, memory:/,
    ],
    [{ ROLECALL_STORE: "board.db" }, /must start with one of/],
    [{ ROLECALL_STORE: "constructor:x" }, /must start with one of/],
    [{ ROLECALL_STORE: "sqlite:" }, /must name a file/],
    [{ ROLECALL_BLOBS: "azure:bucket" }, /ROLECALL_BLOBS=azure:bucket must start with one of file:, s3:, gs:, memory:/],
    [{ ROLECALL_BLOBS: "s3:bucket/folder" }, /must name a bucket and no folder in it/],
    [{ ROLECALL_BLOBS: "gs:" }, /the address gs: must name a bucket, such as gs:my-bucket/],
    [{ ROLECALL_STORE: "dynamodb:" }, /the address dynamodb: must name a table, such as dynamodb:rolecall/],
    [{ ROLECALL_STORE: "dynamodb:jobs" }, /AWS_REGION is not set: name the region/],
    [{ ROLECALL_BLOBS: "s3://bucket" }, /AWS_REGION is not set: name the region/],
    [{ ROLECALL_STORE: "firestore:a b" }, /is no name of a project/],
    [{ ROLECALL_BOARD: "No Board" }, /board name/],
  ])("the address %j is refused in words", async (env, reason) => {
    const ended = await run(temporaryFolder(), ["serve", "--port", "0"], { env });
    expect(ended).toMatchObject({ status: 1, out: "" });
    expect(ended.err).toMatch(reason);
    expect(ended.err).not.toMatch(/^\s+at /m);
  });
});

describe("import", GENEROUS, () => {
  const rows = [row("1"), row("2"), row("3")];
  const files = { "one.md": markdown("One"), "two.md": markdown("Two"), "three.markdown": markdown("Three") };
  const archived = Object.entries(files).map(([name, body]) => ({ name: `jobs/${name}`, body }));

  const INPUTS: readonly (readonly [what: string, make: (folder: string) => string, count: number])[] = [
    ["NDJSON", (folder) => written(folder, "rows.ndjson", ndjson(rows)), 3],
    ["a JSON array", (folder) => written(folder, "rows.json", JSON.stringify(rows)), 3],
    ["a folder", (folder) => writtenFolder(folder, files), 3],
    ["one Markdown file", (folder) => written(folder, "one.md", files["one.md"]), 1],
    ["a .tar.gz", (folder) => written(folder, "jobs.tar.gz", tarGz(archived)), 3],
    ["a .zip", (folder) => written(folder, "jobs.zip", zipSync(zippable(files))), 3],
    ["a .tar.gz by another name", (folder) => written(folder, "download", tarGz(archived)), 3],
  ];
  it.each(INPUTS)("takes %s; again it is unchanged and consumes no position", async (_, make, count) => {
    const folder = temporaryFolder();
    const input = make(folder);
    const first = await run(folder, ["import", input, "--json"]);
    expect(first).toMatchObject({ status: 0, err: "" });
    expect(jsonLines(first.out)).toHaveLength(count + 1);
    expect(summaryOf(first)).toMatchObject({ kind: "summary", created: count, rejected: 0, complete: true });
    const position = await positionOf(folder);

    const again = await run(folder, ["import", input]);
    expect(again).toMatchObject({ status: 0, err: "" });
    expect(again.out).toBe(`0 created, 0 updated, ${count} unchanged, 0 rejected\n`);
    expect(await positionOf(folder)).toBe(position);
  });

  it("reads NDJSON from standard input; a line that is no UTF-8 is a row that is rejected", async () => {
    const folder = temporaryFolder();
    const input = Buffer.concat([
      Buffer.from(ndjson([row("1")])),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(ndjson([row("2")])),
    ]);
    const ended = await run(folder, ["import", "-", "--json"], { input });
    expect(ended.status).toBe(1);
    expect(jsonLines(ended.out)).toMatchObject([
      { index: 0, action: "created" },
      { index: 1, action: "rejected" },
      { index: 2, action: "created" },
      { kind: "summary", created: 2, rejected: 1, complete: true },
    ]);
  });

  it("takes the right rows between wrong ones, names the wrong ones, and ends with status 1", async () => {
    const folder = temporaryFolder();
    const mixed = [row("1"), { ...row("2"), title: "" }, "no object", row("1"), { title: "no source" }, row("3")];
    const input = written(folder, "rows.ndjson", `${ndjson(mixed)}{broken\n`);
    const ended = await run(folder, ["import", input, "--json"]);
    expect(ended.status).toBe(1);
    expect((jsonLines(ended.out) as { action?: string }[]).map(({ action }) => action)).toEqual([
      "created",
      "rejected",
      "rejected",
      "rejected",
      "rejected",
      "created",
      "rejected",
      undefined,
    ]);
    const told = await run(folder, ["import", input]);
    expect(told.status).toBe(1);
    expect(told.err).toMatch(/^row 1: .*title must not be blank/m);
    expect(told.out).toBe("0 created, 0 updated, 2 unchanged, 5 rejected\n");
  });

  it("--dry-run says what would happen, and writes nothing", async () => {
    const folder = temporaryFolder();
    const input = written(folder, "rows.ndjson", ndjson(rows));
    const before = await positionOf(folder);
    expect(summaryOf(await run(folder, ["import", input, "--dry-run", "--json"]))).toMatchObject({ created: 3 });
    expect(await positionOf(folder)).toBe(before);
  });

  it("--source names the source of Markdown files", async () => {
    const folder = temporaryFolder();
    await run(folder, ["import", writtenFolder(folder, files), "--source", "club"]);
    expect(JSON.parse((await run(folder, ["search", "source=club", "--json"])).out)).toMatchObject({ total: 3 });
  });

  it("of a folder leaves out what is no Markdown, and rejects a file that is no text", async () => {
    const folder = temporaryFolder();
    const input = writtenFolder(folder, { ...files, "notes.txt": "x", "._one.md": "\u0000" });
    mkdirSync(join(input, "deep.md"));
    writeFileSync(join(input, "deep.md", "bad.md"), Buffer.from([0xff, 0xfe, 0x00]));
    const ended = await run(folder, ["import", input, "--json"]);
    expect(summaryOf(ended)).toMatchObject({ created: 3, rejected: 1 });
    expect(jsonLines(ended.out)).toContainEqual(expect.objectContaining({ name: "bad.md", action: "rejected" }));
  });

  it("of a folder opens one file after the other, however many there are", async () => {
    const folder = temporaryFolder();
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.md`, markdown(`Title ${i}`)]));
    const ended = await run(folder, ["import", writtenFolder(folder, many)], { maxOpenFiles: 64 });
    expect(ended).toMatchObject({ status: 0, err: "", out: "300 created, 0 updated, 0 unchanged, 0 rejected\n" });
  });

  it.each([
    ["missing.ndjson", /cannot read/],
    ["rows.xlsx", /must end in/],
    ["broken.json", /not valid JSON/],
    ["broken.zip", /archive/],
    ["broken.tar.gz", /archive/],
  ])("refuses %s whole, in words", async (name, reason) => {
    const folder = temporaryFolder();
    written(folder, "rows.xlsx", "x");
    written(folder, "broken.json", "[{");
    written(folder, "broken.zip", Buffer.from("PK\u0003\u0004 and no more"));
    written(folder, "broken.tar.gz", Buffer.from(tarGz(archived)).subarray(0, 60));
    const ended = await run(folder, ["import", join(folder, name)]);
    expect(ended).toMatchObject({ status: 1, out: "" });
    expect(ended.err).toMatch(reason);
    expect(ended.err).not.toMatch(/^\s+at /m);
  });
});

function written(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function writtenFolder(folder: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, "jobs");
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) written(path, name, content);
  return path;
}

function zippable(files: Readonly<Record<string, string>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([name, body]) => [`jobs/${name}`, strToU8(body)]));
}

describe("export", GENEROUS, () => {
  it("and an import of it into another board give equal boards, byte for byte", async () => {
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    const odd = [
      row("1", "Same name"),
      row("2", "same NAME"),
      {
        ...row("3", "Ünïcødé / 漢字 🦊"),
        tags: ["a,b", "#c", " "].slice(0, 2),
        extra: { nested: { list: [1, null] } },
      },
      { ...row("4"), state: "paused", validThrough: "2030-06-30", compensation: [{ raw: "good" }] },
      { state: "draft", source: { name: "feed", externalId: "5" } },
    ];
    const files = { "one.md": markdown("One", 'url: "https://example.com/1"\n'), "NO.md": markdown("NO") };
    await run(here, ["import", written(here, "rows.ndjson", ndjson(odd))]);
    await run(here, ["import", writtenFolder(here, files)]);

    const exported = await run(here, ["export", "out", "--json"]);
    expect(JSON.parse(exported.out)).toEqual({ exported: 7, folder: "out" });
    const imported = await run(there, ["import", join(here, "out"), "--json"]);
    expect(summaryOf(imported)).toMatchObject({ created: 7, rejected: 0, complete: true });
    await run(there, ["export", "out"]);
    expect(filesIn(join(there, "out"))).toEqual(filesIn(join(here, "out")));
    expect(filesIn(join(here, "out"))["one.md"]).toBe(files["one.md"]);

    const back = await run(here, ["import", "out", "--json"]);
    expect(summaryOf(back)).toMatchObject({ created: 0, updated: 0, unchanged: 7 });
  });

  it("refuses a folder that is not empty, and a file", async () => {
    const folder = temporaryFolder();
    const path = writtenFolder(folder, { "old.md": "old" });
    const ended = await run(folder, ["export", path]);
    expect(ended).toMatchObject({ status: 1, out: "" });
    expect(ended.err).toMatch(/is not empty: name a new folder/);
    expect(filesIn(path)).toEqual({ "old.md": "old" });
    expect((await run(folder, ["export", join(path, "old.md")])).err).toMatch(/cannot use .* as a folder/);
  });

  it("as a table, and an import of it, change nothing", async () => {
    const folder = temporaryFolder();
    const rows = [row("1", "=SUM(A1)"), { ...row("2"), tags: ["a|b", "c"], extra: { a: [1] }, promotion: -3 }];
    writeFileSync(join(folder, "rows.ndjson"), ndjson(rows));
    await run(folder, ["import", "rows.ndjson"]);
    const exported = await run(folder, ["export", "--format", "csv", "board.csv", "--json"]);
    expect(JSON.parse(exported.out)).toEqual({ exported: 2, file: "board.csv" });
    const table = readFileSync(join(folder, "board.csv"), "utf8");
    expect(table).toContain(`"'=SUM(A1)"`);
    expect((await run(folder, ["export", "--format", "csv", "-"])).out).toBe(table);
    expect(summaryOf(await run(folder, ["import", "--json", "board.csv"]))).toMatchObject({
      unchanged: 2,
      rejected: 0,
    });
    const other = temporaryFolder();
    writeFileSync(join(other, "board.csv"), table);
    expect(summaryOf(await run(other, ["import", "--json", "board.csv"]))).toMatchObject({ created: 2, rejected: 0 });
    expect((await run(folder, ["export", "--format", "xlsx", "-"])).status).not.toBe(0);
  });

  it("of an answer of a job board goes by its format, with a company for jobs that name none", async () => {
    const folder = temporaryFolder();
    const answer = JSON.stringify([{ id: "1", text: "Keeper", categories: { location: "Bonn" } }]);
    const args = ["import", "--json", "--format", "lever", "--company", "Lamp", "-"];
    expect(summaryOf(await run(folder, args, { input: answer }))).toMatchObject({ created: 1 });
    expect(summaryOf(await run(folder, args, { input: answer }))).toMatchObject({ unchanged: 1 });
    expect((await run(folder, ["import", "--format", "workday", "-"])).err).toContain("--format must be");
  });

  it("of an empty board is an empty folder", async () => {
    const folder = temporaryFolder();
    expect((await run(folder, ["export", "deep/out"])).out).toBe("0 listings exported to deep/out\n");
    expect(readdirSync(join(folder, "deep/out"))).toEqual([]);
  });
});

describe("search, board and doctor", GENEROUS, () => {
  it("search takes words and parameters, for a person and for a program", async () => {
    const folder = temporaryFolder();
    const rows = [{ ...row("1", "Go Engineer"), tags: ["go"] }, row("2", "Gardener"), row("3", "Go Player")];
    await run(folder, ["import", "-"], { input: ndjson(rows) });
    const found = await run(folder, ["search", "go", "tag=go", "facet=tag", "--json"]);
    expect(JSON.parse(found.out)).toMatchObject({ total: 1, items: [{ listing: { title: "Go Engineer" } }] });
    const shown = await run(folder, ["search", "go", "facet=company"]);
    expect(shown).toMatchObject({ status: 0, err: "" });
    expect(shown.out).toMatch(/^2 found\n/);
    expect(shown.out).toMatch(/Go Player · Acme/);
    expect(shown.out).toMatch(/\ncompany\n +2 {2}Acme\n/);
    expect((await run(folder, ["search", "--", "go"])).out).toMatch(/^2 found\n/);

    const refused = await run(folder, ["search", "bogus=1", "limit=0"]);
    expect(refused).toMatchObject({ status: 1, out: "" });
    expect(refused.err).toMatch(/bogus/);
    expect(refused.err).toMatch(/limit/);
  });

  it("board shows its settings and changes them", async () => {
    const folder = temporaryFolder();
    const unset = /^board default\nposition \S+\ntimeZone UTC\nkeepExpiredDays 90\n$/;
    expect((await run(folder, ["board"])).out).toMatch(unset);
    const set = await run(folder, ["board", "set", "timeZone=Europe/Berlin", "--json"]);
    expect(JSON.parse(set.out)).toMatchObject({ board: "default", settings: { timeZone: "Europe/Berlin" } });
    expect((await run(folder, ["board"])).out).toMatch(/timeZone Europe\/Berlin/);
    const input = ndjson([{ ...row("1"), validThrough: "2030-06-30" }]);
    await run(folder, ["import", "-"], { input });
    expect(JSON.parse((await run(folder, ["search", "title", "--json"])).out)).toMatchObject({
      items: [{ listing: { visibleUntil: "2030-06-30T22:00:00.000Z" } }],
    });
  });

  it.each(["timeZone=Mars/Olympus", "timeZone=", "timeZone=+01:00"])(
    "board set %s changes nothing",
    async (assignment) => {
      const folder = temporaryFolder();
      const ended = await run(folder, ["board", "set", assignment]);
      expect(ended).toMatchObject({ status: 1, out: "" });
      expect(ended.err).toMatch(/must be an IANA time zone such as Europe\/Berlin/);
      const mixed = await run(folder, ["board", "set", "timeZone=Asia/Tokyo", assignment]);
      expect(mixed.status).toBe(1);
      expect((await run(folder, ["board"])).out).toMatch(/timeZone UTC/);
    },
  );

  it("doctor says what is well", async () => {
    const folder = temporaryFolder();
    await run(folder, ["import", "-"], { input: ndjson([row("1")]) });
    const told = await run(folder, ["doctor"]);
    expect(told).toMatchObject({ status: 0, err: "" });
    expect(told.out).toMatch(/^ok {3}store .*board default, 1 listings, log entry 1, time zone UTC$/m);
    const { ok, findings } = JSON.parse((await run(folder, ["doctor", "--json"])).out);
    expect(ok).toBe(true);
    expect(findings.map(({ name, ok: isWell }: { name: string; ok: boolean }) => [name, isWell])).toEqual([
      ["node", true],
      ["store", true],
      ["blobs", true],
    ]);
  });

  it.each([
    // A file where a folder would have to be: also the administrator cannot write there.
    ["a folder that cannot be written", { ROLECALL_STORE: "sqlite:./file/board.db" }, "store"],
    ["a database file of garbage", { ROLECALL_STORE: "sqlite:./file" }, "store"],
    ["blobs where a file is", { ROLECALL_BLOBS: "file:./file/blobs" }, "blobs"],
    ["a store of no known kind", { ROLECALL_STORE: "bogus:x" }, "store"],
  ])("doctor finds %s, and looks at the rest all the same", async (_, env, broken) => {
    const folder = temporaryFolder();
    const garbage = "garbage, and not of SQLite's making. ".repeat(200);
    written(folder, "file", garbage);
    const told = await run(folder, ["doctor"], { env });
    expect(told).toMatchObject({ status: 1, err: "" });
    expect(told.out).toMatch(new RegExp(`^FAIL ${broken}`, "m"));
    expect(told.out.match(/^ok /gm)).toHaveLength(2);
    expect(JSON.parse((await run(folder, ["doctor", "--json"], { env })).out)).toMatchObject({ ok: false });
    expect(readFileSync(join(folder, "file"), "utf8")).toBe(garbage);
  });

  it.each([["board"], ["search", "x"], ["import", "-"], ["export", "out"], ["serve", "--port", "0"]])(
    "a garbage database ends `%s` with words and status 1",
    async (...args) => {
      const folder = temporaryFolder();
      written(folder, "file", "garbage, and not of SQLite's making. ".repeat(200));
      const ended = await run(folder, args, { env: { ROLECALL_STORE: "sqlite:./file" } });
      expect(ended).toMatchObject({ status: 1, out: "" });
      expect(ended.err).not.toMatch(/^\s+at /m);
    },
  );
});
