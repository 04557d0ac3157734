/** `text/csv` imports: what a table means, and what hostile ones are answered. */
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { linesOf, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

async function send(body: string | Uint8Array, query = "", headers: Record<string, string> = {}) {
  const answer = await service.call("POST", `/v1/imports${query}`, {
    body,
    headers: { "Content-Type": "text/csv; charset=utf-8", ...headers },
  });
  const lines = answer.status === 200 ? linesOf(answer) : [];
  return { answer, rows: lines.slice(0, -1), summary: lines.at(-1) };
}
const listing = async (id: string) => (await service.call("GET", `/v1/listings/${id}?view=full`)).json;

const HEAD = "source,externalId,title,company";
const ROW = "feed,1,Keeper,Lamp";

describe("a table of listings", () => {
  it("maps headers to fields, by their names and by the words that people use", async () => {
    const table = [
      "External ID,Source,Job Title,Company Name,company.website,Location,country,lat,lng,locations.1.city,tags,Skills," +
        "employment_type,workplaceType,Salary Min,salary_max,salaryCurrency,salary-unit,Apply URL,apply.direct,promotion," +
        'attributes.team,numbers.years,extra,description,Date Posted,"revision"',
      'a-1,feed,"Keeper, ""senior""",Lamp,https://lamp.example,"Bonn, DE",DE,50.7,7.1,Köln,go| c++ |a\\|b,sql,' +
        'full_time|intern,hybrid,50000,60000.50,EUR,year,https://lamp.example/apply,TRUE,-5,core|infra,3.0,"{""a"":[1]}","Two\r\nlines",2024-02-29,17',
    ].join("\r\n");
    const { rows, summary } = await send(table);
    expect(summary).toMatchObject({ created: 1, rejected: 0, complete: true });
    expect(await listing(rows[0].id)).toMatchObject({
      title: 'Keeper, "senior"',
      company: { name: "Lamp", website: "https://lamp.example" },
      locations: [{ raw: "Bonn, DE", country: "DE", lat: 50.7, lng: 7.1 }, { city: "Köln" }],
      tags: ["go", "c++", "a|b"],
      skills: ["sql"],
      employmentTypes: ["full_time", "intern"],
      workplaceType: "hybrid",
      compensation: [{ min: "50000", max: "60000.50", currency: "EUR", unit: "year" }],
      apply: { url: "https://lamp.example/apply", direct: true },
      promotion: -5,
      attributes: { team: ["core", "infra"] },
      numbers: { years: "3.0" },
      extra: { a: [1] },
      description: { format: "text", value: "Two\r\nlines" },
      datePosted: "2024-02-29",
      source: { name: "feed", externalId: "a-1" },
    });
    expect((await send(table)).summary).toMatchObject({ unchanged: 1 });
  });

  it("takes a byte order mark, line ends of all kinds, blank lines, gzip, and the import's source", async () => {
    const table = "\ufeffexternalId,title,company\r1,A,Lamp\r\n\r\n2,B,Lamp\n\n3,C,Lamp";
    const { rows, summary } = await send(gzipSync(table), "?source=feed", { "Content-Encoding": "gzip" });
    expect(summary).toMatchObject({ created: 3, rejected: 0 });
    expect(rows.map(({ index, externalId }) => [index, externalId])).toEqual([
      [0, "1"],
      [1, "2"],
      [2, "3"],
    ]);
    expect((await listing(rows[2].id)).source.name).toBe("feed");
  });

  it("an empty cell is an absent field, and items of a list without a cell are left out", async () => {
    const head = `${HEAD},locations.0.city,locations.3.city,summary,description.format,description`;
    const { rows } = await send(`${head}\n${ROW},,Bonn,,html,\n`);
    const stored = await listing(rows[0].id);
    expect(stored.locations).toEqual([{ city: "Bonn" }]);
    expect(stored).not.toHaveProperty("summary");
    expect(stored).not.toHaveProperty("description");
    expect((await send(`${HEAD}\n${ROW}`)).rows[0].action).toBe("updated");
    expect((await listing(rows[0].id)).locations).toEqual([]);
  });

  it("takes back the apostrophe of an export, and no other", async () => {
    const cells = ["'=1+1", "''=1", "'quoted'", "'"];
    const table = `${HEAD},summary\n${cells.map((cell, n) => `feed,${n},t,Lamp,"${cell}"`).join("\n")}`;
    const { rows } = await send(table);
    const summaries = await Promise.all(rows.map(async ({ id }) => (await listing(id)).summary));
    expect(summaries).toEqual(["=1+1", "'=1", "'quoted'", "'"]);
  });

  it("never lets a bad row block another, and says line and column of each fault", async () => {
    const table = [
      `${HEAD},promotion,tags,url,extra`,
      `${ROW},,,,`,
      'feed,2,Keeper,Lamp,1.5,"a||b",ftp://x,',
      "feed,3,Keeper,Lamp,,",
      "feed,4,Keeper,Lamp,,,,,,,",
      'feed,5,5" pipe,Lamp,,,,',
      'feed,6,"a"b,Lamp,,,,',
      'feed,7,"two',
      'lines",,,,,"{""a"":"',
      "feed,8,,Lamp,,,,",
      ",9,Keeper,Lamp,,,,",
      ",,Keeper,Lamp,,,,",
      `feed,1,Again,Lamp,,,,`,
      "feed,10,Keeper,Lamp,,,,",
    ].join("\r\n");
    const { rows, summary } = await send(table);
    expect(summary).toMatchObject({ created: 2, rejected: 10, complete: true });
    const details = rows.map(({ errors = [] }) => errors.map(({ detail }: { detail: string }) => detail).join(" / "));
    expect(details[1]).toContain('line 3, column "promotion": ');
    expect(details[1]).toContain('line 3, column "tags": tags.1 must not be blank');
    expect(details[1]).toContain('line 3, column "url": ');
    expect(rows[1]).toMatchObject({ externalId: "2", action: "rejected" });
    expect(rows[1].errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      "/promotion",
      "/tags/1",
      "/url",
    ]);
    expect(details[2]).toBe("line 4 has 6 cells, the first row has 8");
    expect(details[3]).toBe("line 5 has 11 cells, the first row has 8");
    expect(details[4]).toContain('line 6, column "title" has a quote');
    expect(details[5]).toContain('line 7, column "title" goes on behind its closing quote');
    expect(details[6]).toContain('line 8, column "extra": ');
    expect(details[7]).toContain('line 10, column "title": title is required');
    expect(details[8]).toContain('line 11, column "source": ');
    expect(details[9]).toContain('line 12, column "externalId": a row needs source.externalId');
    expect(rows[10].errors[0].code).toBe("repeated");
    expect(details[10]).toContain("line 13");
  });

  it("rejects a cell that no listing can hold, and takes the others", async () => {
    const { rows, summary } = await send(`${HEAD},summary\n${ROW},${"x".repeat(1_000_000)}\nfeed,2,Keeper,Lamp,ok`);
    expect(summary).toMatchObject({ created: 1, rejected: 1 });
    expect(rows[0].errors[0]).toMatchObject({
      code: "too_large",
      detail: expect.stringContaining('line 2, column "summary"'),
    });
  });

  it("rejects control characters by their column", async () => {
    const { rows } = await send(`${HEAD}\nfeed,1,Kee\u0000per,Lamp\nfeed,2,Keeper,Lamp`);
    expect(rows.map(({ action }) => action)).toEqual(["rejected", "created"]);
    expect(rows[0].errors[0].detail).toContain('line 2, column "title"');
  });

  it("goes by the id of its own export", async () => {
    const { json } = await service.create();
    const table = `id,title,company.name\n${json.id},Renamed,Lamp\n`;
    expect((await send(table)).rows).toMatchObject([{ id: json.id, action: "updated" }]);
    expect((await send(table)).rows).toMatchObject([{ id: json.id, action: "unchanged" }]);
  });

  it("tries only, when asked to", async () => {
    expect((await send(`${HEAD}\n${ROW}`, "?dryRun=true")).summary).toMatchObject({ created: 1 });
    expect(await service.head()).toBe(0);
  });
});

describe("a table that is refused whole, before anything is written", () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
  it.each<[string, string | Uint8Array, number, RegExp]>([
    ["nothing", "", 400, /empty/],
    ["only line ends", "\r\n\n\r", 400, /empty/],
    ["only a byte order mark", "\ufeff", 400, /empty/],
    ["a quote that is never closed", `${HEAD}\n${ROW}\nfeed,2,"Keeper,Lamp\n${ROW}`, 400, /line 3, character 8/],
    ["a quote never closed in the first row", `"${HEAD}\n${ROW}`, 400, /line 1/],
    ["a stray quote in the first row", `so"urce,title\n1,2`, 400, /column 1 of the first row/],
    ["UTF-16", utf16(`${HEAD}\n${ROW}`), 400, /UTF-16/],
    ["UTF-16 of the other order", utf16(`${HEAD}\n${ROW}`).swap16(), 400, /UTF-16/],
    ["UTF-16 without a mark", Buffer.from(HEAD, "utf16le"), 400, /not a field/],
    ["Latin-1", Buffer.from(`${HEAD}\nfeed,1,K\u00e9eper,Lamp`, "latin1"), 400, /UTF-8/],
    ["unknown headers", `${HEAD},jobType,status\n${ROW},a,b`, 400, /column 5 "jobType".*column 6 "status"/],
    ["a header twice", `${HEAD},title\n${ROW},x`, 400, /column 5 "title" is the same field as column 3/],
    ["a header twice in other words", `${HEAD},Job Title\n${ROW},x`, 400, /column 5 "Job Title" is the same/],
    ["a column without a name", `${HEAD},\n${ROW},`, 400, /column 5 has no name/],
    ["__proto__", `${HEAD},__proto__\n${ROW},x`, 400, /__proto__/],
    ["__proto__.polluted", `${HEAD},__proto__.polluted\n${ROW},x`, 400, /__proto__/],
    ["constructor.prototype", `${HEAD},constructor.prototype\n${ROW},x`, 400, /constructor/],
    ["attributes.__proto__", `${HEAD},attributes.__proto__\n${ROW},x`, 400, /__proto__/],
    ["attributes.constructor.name", `${HEAD},attributes.constructor.name\n${ROW},x`, 400, /constructor/],
    ["locations.50", `${HEAD},locations.50.city\n${ROW},x`, 400, /locations\.50/],
    ["locations.00", `${HEAD},locations.00.city\n${ROW},x`, 400, /locations\.00/],
    ["locations.-1", `${HEAD},locations.-1.city\n${ROW},x`, 400, /locations/],
    ["locations.length", `${HEAD},locations.length\n${ROW},x`, 400, /locations/],
    ["a NUL in the first row", `${HEAD},ti\u0000tle\n${ROW},x`, 400, /not a field/],
    ["10,000 columns", `${"a,".repeat(9_999)}a\n1`, 413, /10000 columns, the limit is 1000/],
    ["a table separated by semicolons", "source;externalId;title\nfeed;1;Keeper", 400, /has semicolons.*with commas/],
    ["semicolons between quoted cells", `\r\n"source";"externalId"\r\n"feed";"1"`, 400, /has semicolons.*with commas/],
    ["a table separated by tabs", "source\texternalId\ttitle\nfeed\t1\tKeeper", 400, /has tabs.*with commas/],
    ["a semicolon in one name of several", `${HEAD},a;b\n${ROW},x`, 400, /column 5 "a;b" is not a field/],
  ])("%s", async (_, body, status, detail) => {
    const { answer } = await send(body);
    expect([answer.status, answer.json.code]).toEqual([status, status === 413 ? "too_large" : "invalid_body"]);
    const details = (answer.json.errors ?? []).map((fault: { detail: string }) => fault.detail);
    expect([answer.json.detail, ...details].join(" ")).toMatch(detail);
    expect(await service.head()).toBe(0);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("names each unknown header once, however many rows there are", async () => {
    const { answer } = await send(`${HEAD},a,b\n${`${ROW},1,2\n`.repeat(100)}`);
    expect(answer.json.errors).toHaveLength(2);
    expect(answer.json.errors[0]).toMatchObject({ code: "unknown_field", pointer: "" });
  });

  it("one row too many", async () => {
    service = await testService({ limits: { importRows: 2 } });
    const rows = (count: number) => Array.from({ length: count }, (_, n) => `feed,${n},Keeper,Lamp\n\n`).join("");
    const { answer } = await send(`${HEAD}\n${rows(3)}`);
    expect([answer.status, answer.json.code]).toEqual([413, "too_large"]);
    expect(await service.head()).toBe(0);
    expect((await send(`${HEAD}\n${rows(2)}`)).summary.created).toBe(2);
  });

  it("a row of a million cells is one rejected row", async () => {
    const { rows, summary } = await send(`${HEAD}\n${",".repeat(1_000_000)}\n${ROW}`);
    expect(summary).toMatchObject({ created: 1, rejected: 1 });
    expect(rows[0].errors[0].detail).toContain("1000001 cells");
  });
});
