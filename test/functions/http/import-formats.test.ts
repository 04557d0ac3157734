/** `format=`: answers of others' public interfaces, in the shapes of their documentation; all companies and jobs are made up. */
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { FEED_FORMATS } from "../../../functions/import/media-types.ts";
import { linesOf, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const recorded = (format: string) =>
  readFileSync(new URL(`../../golden/job-answers/${format}.json`, import.meta.url), "utf8");

async function send(body: string, query: string, type = "application/json") {
  const answer = await service.call("POST", `/v1/imports?${query}`, { body, headers: { "Content-Type": type } });
  const lines = answer.status === 200 ? linesOf(answer) : [];
  return { answer, rows: lines.slice(0, -1), summary: lines.at(-1) };
}

/** The two jobs of a recorded answer as they are stored, without what the server adds. */
async function imported(format: string) {
  const { rows, summary } = await send(
    recorded(format),
    `format=${format}&company=${encodeURIComponent("Lamp & Sons")}`,
  );
  expect(summary).toMatchObject({ created: 2, rejected: 0, complete: true });
  const answers = await Promise.all(rows.map(({ id }) => service.call("GET", `/v1/listings/${id}?view=full`)));
  return answers.map(({ json }) => {
    const { id, revision, createdAt, updatedAt, position, visibleUntil, effectiveState, slug, ...listing } = json;
    return listing;
  });
}

const EMPTY = { applicantLocations: [], employmentTypes: [], tags: [], skills: [], compensation: [], locations: [] };
const COMMON = { ...EMPTY, company: { name: "Lamp & Sons" }, promotion: 0, state: "published" };

describe("a recorded answer becomes listings", () => {
  it("of Greenhouse", async () => {
    const [first, second] = await imported("greenhouse");
    expect(first).toEqual({
      ...COMMON,
      title: "Lamp Keeper",
      description: {
        format: "html",
        value:
          '<h2>The lamp</h2>\n<p>Oil &amp; wicks,&nbsp;5 &lt; 6 <a href="https://lamp.example">more</a> it\'s bright</p>',
      },
      locations: [{ raw: "Bonn, Germany" }],
      category: "Operations",
      language: "en",
      requisitionId: "LS-17",
      url: "https://boards.greenhouse.example/lampandsons/jobs/4020101",
      datePosted: expect.stringMatching(/^2026-01-05T14:30:00/),
      compensation: [{ label: "Germany", raw: "50000.00–60000.50 EUR" }],
      source: {
        name: "greenhouse",
        externalId: "4020101",
        url: "https://boards.greenhouse.example/lampandsons/jobs/4020101",
      },
      extra: {
        greenhouse: {
          internal_job_id: 3010101,
          metadata: [{ id: 11, name: "Shift", value: "Night", value_type: "single_select" }],
          offices: [{ id: 71, name: "Rhine", location: "Bonn, Germany", parent_id: null, child_ids: [] }],
        },
      },
    });
    // Named by the import's `company`, since the job names none; nothing says that "Remote" is more than a place's name.
    expect(second).toMatchObject({
      company: { name: "Lamp & Sons" },
      locations: [{ raw: "Remote" }],
      category: "Operations",
    });
    expect(second.extra.greenhouse.departments).toHaveLength(2);
    expect(second).not.toHaveProperty("workplaceType");
  });

  it("of Lever", async () => {
    const [first, second] = await imported("lever");
    expect(first).toEqual({
      ...COMMON,
      title: "Lamp Keeper",
      description: {
        format: "html",
        value:
          "<div>Opening.</div><div>Body.</div>\n<h3>You &amp; the lamp</h3><ul><li>Trim wicks</li><li>Climb stairs</li></ul>\n<p>Write to us.</p>",
      },
      locations: [{ raw: "Bonn", country: "DE" }, { raw: "Oslo" }],
      workplaceType: "onsite",
      employmentTypes: ["full_time"],
      category: "Operations",
      attributes: { team: ["Night shift"] },
      compensation: [{ currency: "EUR", min: "50000", max: "60000", unit: "year", raw: "Plus oil." }],
      apply: { url: "https://jobs.lever.example/lamp/1/apply" },
      url: "https://jobs.lever.example/lamp/1",
      datePosted: expect.stringMatching(/^2026-01-05T10:00:00/),
      source: {
        name: "lever",
        externalId: "0a1b2c3d-0000-4000-8000-000000000001",
        url: "https://jobs.lever.example/lamp/1",
      },
      extra: { lever: { categories: { level: "L3" } } },
    });
    expect(second).toMatchObject({
      description: { format: "html", value: "<div>Only an opening.</div>" },
      locations: [{ raw: "Anywhere" }],
      employmentTypes: [],
      category: "Sound",
      compensation: [],
      extra: {
        lever: {
          categories: { commitment: "Seasonal, with meals" },
          salaryRange: { currency: "EUR", interval: "bi-week-salary", min: 2000, max: 2500 },
        },
      },
    });
    expect(second).not.toHaveProperty("workplaceType");
  });

  it("of Ashby", async () => {
    const [first, second] = await imported("ashby");
    expect(first).toEqual({
      ...COMMON,
      title: "Lamp Keeper",
      description: { format: "html", value: "<p>Trim wicks &amp; climb.</p>" },
      locations: [
        { raw: "Bonn", city: "Bonn", region: "NRW", country: "DE" },
        { raw: "Oslo", city: "Oslo", region: "Oslo" },
      ],
      workplaceType: "hybrid",
      employmentTypes: ["full_time"],
      category: "Operations",
      attributes: { team: ["Night shift"] },
      compensation: [{ currency: "EUR", min: "50000", max: "60000", unit: "year", raw: "€50K – €60K • Offers Equity" }],
      apply: { url: "https://jobs.ashby.example/lamp/1/application" },
      url: "https://jobs.ashby.example/lamp/1",
      datePosted: expect.stringMatching(/^2026-01-05T14:30:00/),
      source: {
        name: "ashby",
        externalId: "5f0c1d2e-0000-4000-8000-000000000001",
        url: "https://jobs.ashby.example/lamp/1",
      },
    });
    expect(second).toMatchObject({
      description: { format: "text", value: "Sound the horn." },
      state: "paused",
      workplaceType: "remote",
      locations: [{ raw: "Remote (Norway)" }],
      category: "Sound",
      compensation: [],
      extra: { ashby: { employmentType: "Apprentice", address: { postalAddress: { addressCountry: "Norway" } } } },
    });
    expect(JSON.stringify(second)).not.toContain("hidden");
  });

  it("of JSON-LD", async () => {
    const [first, second] = await imported("jsonld");
    expect(first).toEqual({
      ...COMMON,
      title: "Lamp Keeper",
      company: { name: "Lamp & Sons", website: "https://lamp.example", logoUrl: "https://lamp.example/logo.png" },
      description: { format: "html", value: "<p>Trim wicks &amp; climb.</p>" },
      locations: [
        { street: "Kai 1", city: "Bonn", region: "NRW", postalCode: "53111", country: "DE", lat: 50.73, lng: 7.1 },
        { raw: "Oslo, Norway", city: "Oslo" },
      ],
      employmentTypes: ["full_time", "contractor"],
      category: "53-5011",
      skills: ["wicks", "stairs"],
      compensation: [{ currency: "EUR", min: "50000", max: "60000.50", unit: "year" }],
      apply: { direct: true },
      url: "https://lamp.example/jobs/1",
      datePosted: "2026-01-05",
      validThrough: "2026-03-31",
      source: { name: "jsonld", externalId: "LS-17", url: "https://lamp.example/jobs/1" },
      extra: { jsonld: { jobBenefits: "Oil" } },
    });
    expect(second).toMatchObject({
      workplaceType: "remote",
      applicantLocations: [{ type: "country", name: "Norway" }],
      employmentTypes: [],
      compensation: [],
      source: { externalId: "https://lamp.example/jobs/2" },
      extra: { jsonld: { employmentType: "SEASONAL", baseSalary: { currency: "EUR", value: 30 } } },
    });
  });

  it.each(FEED_FORMATS)("of %s: sent again, it changes nothing and takes no position", async (format) => {
    const query = `format=${format}&company=Lamp`;
    await send(recorded(format), query);
    const head = await service.head();
    expect((await send(recorded(format), query)).summary).toMatchObject({ unchanged: 2, updated: 0 });
    expect(await service.head()).toBe(head);
  });

  it.each(FEED_FORMATS)("of %s: source= names the source, dryRun=true writes nothing", async (format) => {
    const { rows, summary } = await send(recorded(format), `format=${format}&company=Lamp&source=mine&dryRun=true`);
    expect(summary).toMatchObject({ created: 2 });
    expect(await service.head()).toBe(0);
    expect(rows[0].id).toBe(service.board.idOf({ name: "mine", externalId: rows[0].externalId }));
  });
});

describe("what a job leaves out", () => {
  it("is a fault of its own row", async () => {
    const { rows } = await send(recorded("lever"), "format=lever");
    expect(rows.map(({ action }) => action)).toEqual(["rejected", "rejected"]);
    expect(rows[0].errors).toMatchObject([{ code: "required", pointer: "/company/name" }]);
    expect(await service.head()).toBe(0);
  });

  it.each<[string, string, unknown, readonly unknown[]]>([
    ["greenhouse", "no object", 5, [""]],
    ["greenhouse", "no id", { title: "x" }, ["/source/externalId"]],
    ["greenhouse", "a title that is no text", { id: 1, title: 5 }, ["/title"]],
    [
      "greenhouse",
      "content that is no text",
      { id: 1, title: "x", content: [], location: { name: 7 } },
      ["/locations/0/raw"],
    ],
    ["greenhouse", "departments of anything", { id: 1, title: "x", departments: "y", offices: 7 }, []],
    ["lever", "no id", { text: "x" }, ["/source/externalId"]],
    ["lever", "a date beyond the calendar", { id: "1", text: "x", createdAt: 1e300 }, ["/datePosted"]],
    ["lever", "lists of anything", { id: "1", text: "x", lists: [5, null, { text: 7, content: 7 }] }, []],
    ["lever", "text that is none", { id: "1", text: "x", description: { a: 1 } }, ["/description/value"]],
    [
      "ashby",
      "places of anything",
      { id: "1", title: "x", location: ["y"], secondaryLocations: [1, null] },
      ["/locations/0/raw"],
    ],
    [
      "ashby",
      "pay of anything",
      { id: "1", title: "x", compensation: { summaryComponents: [1, { compensationType: "Salary" }] } },
      [],
    ],
    ["ashby", "a date that is none", { id: "1", title: "x", publishedAt: "yesterday" }, ["/datePosted"]],
    ["jsonld", "no name", { "@type": "JobPosting", title: "x" }, ["/source/externalId"]],
    [
      "jsonld",
      "a date that does not exist",
      { "@type": "JobPosting", title: "x", url: "https://x.example", datePosted: "2026-02-30" },
      ["/datePosted"],
    ],
    [
      "jsonld",
      "pay from more to less",
      {
        "@type": "JobPosting",
        title: "x",
        url: "https://x.example",
        baseSalary: { currency: "EUR", value: { minValue: 2, maxValue: 1, unitText: "HOUR" } },
      },
      ["/compensation/0/max"],
    ],
    [
      "jsonld",
      "geo of anything",
      {
        "@type": "JobPosting",
        title: "x",
        url: "https://x.example",
        jobLocation: { address: "Oslo", geo: { latitude: "north" } },
      },
      [],
    ],
  ])("%s: %s never blocks another", async (format, _, job, pointers) => {
    const good = { id: "good", title: "Good", text: "Good", "@type": "JobPosting", "@id": "good" };
    const jobs = [job, good];
    const body = format === "lever" || format === "jsonld" ? jobs : { jobs };
    const { rows, summary } = await send(JSON.stringify(body), `format=${format}&company=Lamp`);
    expect((rows[0].errors ?? []).map((fault: { pointer: string }) => fault.pointer)).toEqual(pointers);
    expect(rows[1]).toMatchObject({ externalId: "good", action: "created" });
    expect(summary).toMatchObject({ rejected: pointers.length > 0 ? 1 : 0, complete: true });
  });

  it.each<[string, unknown, string]>([
    ["greenhouse", { title: "x" }, "a job needs an id"],
    ["lever", { text: "x", hostedUrl: "https://jobs.example/1" }, "a job needs an id"],
    ["ashby", { title: "x", id: "" }, "a job needs an id"],
    ["jsonld", { "@type": "JobPosting", title: "x" }, "a job needs an identifier, a url or an @id"],
  ])("%s: %j is told in the words of the format what is missing", async (format, job, words) => {
    const body = format === "lever" || format === "jsonld" ? [job] : { jobs: [job] };
    const { rows } = await send(JSON.stringify(body), `format=${format}&company=Lamp`);
    expect(rows[0].errors).toEqual([
      {
        code: "required",
        detail: `${words}: it becomes source.externalId of its listing`,
        pointer: "/source/externalId",
      },
    ]);
  });

  it("more than extra may hold is left out, not refused", async () => {
    const job = { id: "1", title: "x", metadata: "y".repeat(60_000) };
    const { rows } = await send(JSON.stringify({ jobs: [job] }), "format=greenhouse&company=Lamp");
    expect(rows[0].action).toBe("created");
    expect((await service.call("GET", `/v1/listings/${rows[0].id}?view=full`)).json).not.toHaveProperty("extra");
  });

  it("the same job twice is rejected the second time", async () => {
    const job = { id: 7, title: "x" };
    const { rows } = await send(JSON.stringify({ jobs: [job, job] }), "format=greenhouse&company=Lamp");
    expect(rows.map(({ action }) => action)).toEqual(["created", "rejected"]);
  });
});

describe("an answer of another shape is refused whole", () => {
  it.each([
    ["greenhouse", "[]", ""],
    ["greenhouse", "{}", "/jobs"],
    ["greenhouse", '{"jobs":{}}', "/jobs"],
    ["greenhouse", "null", ""],
    ["greenhouse", '{"status":404,"error":"Job not found"}', "/jobs"],
    ["lever", '{"ok":false,"error":"Document not found"}', ""],
    ["lever", "7", ""],
    ["ashby", '{"jobs":"none"}', "/jobs"],
    ["ashby", "[]", ""],
    ["jsonld", '"text"', ""],
    ["jsonld", '{"@type":"Organization"}', "/@type"],
    ["jsonld", "{}", "/@type"],
    ["jsonld", '{"@graph":5}', "/@graph"],
  ])("%s: %s", async (format, body, pointer) => {
    const { answer } = await send(body, `format=${format}`);
    expect([answer.status, answer.json.code]).toEqual([400, "invalid_body"]);
    expect(answer.json.errors).toMatchObject([{ pointer }]);
  });

  it.each([
    ["greenhouse", '{"jobs":[]}'],
    ["lever", "[]"],
    ["ashby", '{"apiVersion":"1","jobs":[]}'],
    ["jsonld", "[]"],
    ["jsonld", '{"@graph":[{"@type":"WebSite"}]}'],
  ])("%s: %s is an answer of no jobs", async (format, body) => {
    expect((await send(body, `format=${format}`)).summary).toMatchObject({ created: 0, rejected: 0, complete: true });
  });

  it("as no JSON, as another type, with another word for the format, with too many jobs", async () => {
    expect((await send("{", "format=lever")).answer.json.code).toBe("invalid_json");
    expect((await send('[{"__proto__":{"a":1}}]', "format=lever")).answer.json.code).toBe("invalid_json");
    for (const type of ["application/x-ndjson", "text/csv", "application/zip"]) {
      expect((await send("[]", "format=lever", type)).answer.status).toBe(415);
    }
    expect((await send("[]", "format=workday")).answer.json.errors[0].parameter).toBe("format");
    expect((await send("[]", "company=%20")).answer.json.errors[0].parameter).toBe("company");
    service = await testService({ limits: { importRows: 1 } });
    expect((await send(recorded("lever"), "format=lever&company=Lamp")).answer.status).toBe(413);
  });
});
