/** A listing for Google: the JobPosting and the verdict on it, which search finds it by. */
import { beforeEach, describe, expect, it } from "vitest";
import { JOB_POSTING } from "../../support/published-schemas.ts";
import { type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const GERMANY = { type: "country", name: "Germany", code: "DE" };
const READY = { description: { format: "text", value: "We build." }, locations: [{ city: "Berlin", country: "DE" }] };

async function posting(fields: Readonly<Record<string, unknown>>, query = "") {
  const { json } = await service.create(fields);
  const answer = await service.call("GET", `/v1/listings/${json.id}/jsonld${query}`);
  if (query === "") JOB_POSTING.parse(answer.json);
  return answer;
}

const report = async (fields: Readonly<Record<string, unknown>>) =>
  (await posting(fields, "?report=true&view=full")).json;
const problems = async (fields: Readonly<Record<string, unknown>>, severity = "error") =>
  (await report(fields)).problems
    .filter((problem: { severity: string }) => problem.severity === severity)
    .map(({ code, pointer }: { code: string; pointer: string }) => `${code} ${pointer}`);

describe("the JobPosting of a listing", () => {
  it("says everything that the listing says, in schema.org's words", async () => {
    const answer = await posting({
      title: "Engineer",
      company: { name: "Acme", website: "https://acme.example", logoUrl: "https://acme.example/logo.png" },
      description: { format: "markdown", value: "We *build*." },
      locations: [
        { street: "Weg 1", city: "Berlin", region: "BE", postalCode: "10115", country: "DE", lat: 52.5, lng: 13.4 },
      ],
      employmentTypes: ["full_time", "per_diem"],
      category: "IT",
      requisitionId: "R-1",
      skills: ["Go", "SQL"],
      compensation: [{ currency: "EUR", min: "50000", max: "60000.50", unit: "year" }],
      apply: { url: "https://acme.example/apply", direct: true },
      url: "https://acme.example/1",
      datePosted: "2026-01-10",
      validThrough: "2026-02-01",
      timeZone: "Europe/Berlin",
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toBe("application/ld+json");
    expect(answer.json).toEqual({
      "@context": "https://schema.org/",
      "@type": "JobPosting",
      title: "Engineer",
      description: "<p>We <em>build</em>.</p>\n",
      identifier: { "@type": "PropertyValue", name: "Acme", value: "R-1" },
      datePosted: "2026-01-10",
      // The end of that day in Berlin: a date alone would be read as its beginning.
      validThrough: "2026-02-01T23:00:00.000Z",
      employmentType: ["FULL_TIME", "PER_DIEM"],
      hiringOrganization: {
        "@type": "Organization",
        name: "Acme",
        sameAs: "https://acme.example",
        logo: "https://acme.example/logo.png",
      },
      jobLocation: [
        {
          "@type": "Place",
          address: {
            "@type": "PostalAddress",
            streetAddress: "Weg 1",
            addressLocality: "Berlin",
            addressRegion: "BE",
            postalCode: "10115",
            addressCountry: "DE",
          },
          geo: { "@type": "GeoCoordinates", latitude: 52.5, longitude: 13.4 },
        },
      ],
      baseSalary: {
        "@type": "MonetaryAmount",
        currency: "EUR",
        value: { "@type": "QuantitativeValue", minValue: 50_000, maxValue: 60_000.5, unitText: "YEAR" },
      },
      occupationalCategory: "IT",
      skills: "Go, SQL",
      url: "https://acme.example/1",
      directApply: true,
    });
  });

  it("says nothing that the listing does not", async () => {
    const { json } = await posting({
      locations: [{ raw: "Berlin, Germany", city: "Berlin" }],
      workplaceType: "remote",
    });
    expect(Object.keys(json).sort()).toEqual(["@context", "@type", "datePosted", "hiringOrganization", "title"]);
  });

  it.each([
    ["hybrid work", { workplaceType: "hybrid", applicantLocations: [GERMANY] }],
    ["remote work from anywhere", { workplaceType: "remote" }],
    [
      "remote work from a state",
      { workplaceType: "remote", applicantLocations: [{ type: "state", name: "Texas", code: "US-TX" }] },
    ],
  ])("does not call %s TELECOMMUTE", async (_what, fields) => {
    const { json } = await posting({ ...READY, ...fields });
    expect(json).not.toHaveProperty("jobLocationType");
    expect(json).not.toHaveProperty("applicantLocationRequirements");
  });

  it("calls remote work from a country TELECOMMUTE, with all that is required of applicants", async () => {
    const state = { type: "state", name: "Texas, USA" };
    const { json } = await posting({ workplaceType: "remote", applicantLocations: [GERMANY, state] });
    expect(json).toMatchObject({
      jobLocationType: "TELECOMMUTE",
      applicantLocationRequirements: [
        { "@type": "Country", name: "Germany" },
        { "@type": "State", name: "Texas, USA" },
      ],
    });
  });

  it.each([
    [{ min: "10", max: "10.0" }, { value: 10 }],
    [{ min: "10", max: "10" }, { value: 10 }],
    [{ min: "25.50" }, { minValue: 25.5 }],
    [{ max: "007" }, { maxValue: 7 }],
    [{ min: "0" }, { minValue: 0 }],
    [{ min: "0.10" }, { minValue: 0.1 }],
    [{ max: "123456789012345.123456" }, { maxValue: "123456789012345.123456" }],
  ])("says of the pay %j exactly %j", async (pay, value) => {
    const { json } = await posting({ compensation: [{ raw: "good" }, { currency: "USD", unit: "hour", ...pay }] });
    expect(json.baseSalary).toMatchObject({ currency: "USD", value: { ...value, unitText: "HOUR" } });
    expect(Object.keys(json.baseSalary.value)).toHaveLength(2 + Object.keys(value).length);
  });

  it("never makes a number of what was only written", async () => {
    expect((await posting({ compensation: [{ raw: "$120-150k" }] })).json).not.toHaveProperty("baseSalary");
  });

  it.each(["paused", "filled", "archived"])("of one that is %s ends with its last change", async (state) => {
    const { json } = await posting({ ...READY, state, validThrough: "2027-01-01" });
    expect(json.validThrough).toBe("2026-01-15T12:00:00.000Z");
    expect((await posting({ ...READY, state })).json.validThrough).toBe("2026-01-15T12:00:00.000Z");
  });

  it("of one that has expired ends when it did", async () => {
    const { json } = await service.create({ ...READY, validThrough: "2026-01-15T12:30:00Z" });
    service.env.advance(3_600_000);
    const { validThrough } = (await service.call("GET", `/v1/listings/${json.id}/jsonld`)).json;
    expect(validThrough).toBe("2026-01-15T12:30:00.000Z");
  });

  it.each(["jsonld", "jsonld?report=true", "html"])("%s is for whoever may read the listing", async (path) => {
    const draft = await service.create({ ...READY, state: "draft" });
    const scheduled = await service.create({ ...READY, publishAt: "2026-02-01T00:00:00Z" });
    for (const { json } of [draft, scheduled]) {
      expect((await service.call("GET", `/v1/listings/${json.id}/${path}`)).json.code).toBe("not_found");
      const full = await service.call(
        "GET",
        `/v1/listings/${json.id}/${path}${path.includes("?") ? "&" : "?"}view=full`,
      );
      expect([full.status, full.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    }
    const gone = await service.create(READY);
    await service.call("DELETE", `/v1/listings/${gone.json.id}`);
    expect((await service.call("GET", `/v1/listings/${gone.json.id}/${path}`)).json.code).toBe("gone");
    expect((await service.call("GET", `/v1/listings/nonsense/${path}`)).json.code).toBe("invalid_id");
    expect((await service.call("GET", "/v1/listings/0123456789abcdefghjkmnpqrs/html?report=true")).status).toBe(400);
  });

  it.each(["jsonld", "jsonld?report=true", "html"])("%s is kept and known again as the listing is", async (path) => {
    const created = await service.create({ ...READY, validThrough: "2026-01-15T12:00:40Z" });
    const listing = await service.call("GET", `/v1/listings/${created.json.id}`);
    const answer = await service.call("GET", `/v1/listings/${created.json.id}/${path}`);
    expect(answer.etag).toBe(listing.etag);
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=40");
    const headers = { "If-None-Match": answer.etag };
    const again = await service.call("GET", `/v1/listings/${created.json.id}/${path}`, { headers });
    expect([again.status, again.text]).toEqual([304, ""]);
  });
});

describe("the verdict on a listing", () => {
  it("is valid without a single error, whatever may be better", async () => {
    expect(await report({ ...READY, validThrough: "2026-02-01", employmentTypes: ["intern"] })).toEqual({
      valid: true,
      problems: [{ code: "missing_salary", severity: "warning", pointer: "/compensation", detail: expect.any(String) }],
    });
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ["nothing", { ...READY, description: null }, ["missing_description /description"]],
    ["blanks", { ...READY, description: { format: "text", value: " \n\u00a0" } }, ["missing_description /description"]],
    [
      "empty markup",
      { ...READY, description: { format: "html", value: "<p>&nbsp;<br/></p>" } },
      ["missing_description /description"],
    ],
    ["no place", { ...READY, locations: [] }, ["missing_location /locations"]],
    [
      "a place as text",
      { ...READY, locations: [{ raw: "Berlin, Germany" }] },
      ["missing_country /locations/0/country"],
    ],
    [
      "two places as text",
      { ...READY, locations: [{ raw: "a" }, { city: "b" }] },
      ["missing_country /locations/0/country", "missing_country /locations/1/country"],
    ],
    [
      "a remote job for anyone",
      { ...READY, locations: [], workplaceType: "remote" },
      ["missing_applicant_country /applicantLocations"],
    ],
    [
      "a remote job in a place as text",
      { ...READY, locations: [{ raw: "Remote" }], workplaceType: "remote" },
      ["missing_applicant_country /applicantLocations"],
    ],
    [
      "a hybrid job for a country",
      { ...READY, locations: [], workplaceType: "hybrid", applicantLocations: [GERMANY] },
      ["missing_location /locations"],
    ],
    [
      "a draft",
      { state: "draft", title: null, company: null },
      [
        "missing_title /title",
        "missing_company /company/name",
        "missing_description /description",
        "missing_location /locations",
      ],
    ],
    ["one of two countries", { ...READY, locations: [{ raw: "a" }, { country: "DE" }] }, []],
    [
      "a remote job for a country",
      { ...READY, locations: [], workplaceType: "remote", applicantLocations: [GERMANY] },
      [],
    ],
    ["a remote job in a country", { ...READY, workplaceType: "remote" }, []],
  ])("says of %s what keeps it out", async (_what, fields, expected) => {
    expect(await problems(fields)).toEqual(expected);
    expect((await report(fields)).valid).toBe(expected.length === 0);
  });

  it.each<readonly [Readonly<Record<string, unknown>>, string]>([
    [{}, "missing_employment_type /employmentTypes"],
    [{}, "missing_valid_through /validThrough"],
    [{}, "missing_salary /compensation"],
    [{ compensation: [{ raw: "$1" }] }, "missing_salary /compensation/0"],
    [{ compensation: [1, 2].map((min) => ({ currency: "EUR", unit: "year", min })) }, "several_salaries /compensation"],
    [{ locations: [{ country: "DE" }, { raw: "b" }] }, "missing_country /locations/1/country"],
    [{ workplaceType: "remote" }, "missing_applicant_country /applicantLocations"],
    [{ description: { format: "text", value: "Backend Engineer\n" } }, "repeated_title /description/value"],
  ])("warns of %j: %s", async (fields, warning) => {
    expect(await problems({ ...READY, ...fields }, "warning")).toContain(warning);
  });

  it("says it of places that are there, or of what they lack", async () => {
    const { json } = await service.create({ state: "draft", locations: [{ raw: "a" }] });
    const { problems: found } = (await service.call("GET", `/v1/listings/${json.id}/jsonld?report=true&view=full`))
      .json;
    for (const { pointer } of found) {
      const steps: string[] = pointer.slice(1).split("/").slice(0, -1);
      const parent = steps.reduce((value, step) => value?.[step], json);
      expect(parent === undefined ? pointer : "there").toMatch(/^(?:there|\/company\/name)$/);
    }
  });

  it("is what search filters and counts by, and the clock does not change it", async () => {
    const ready = await service.create({ ...READY, validThrough: "2026-01-15T12:02:00Z" });
    const open = await service.create({ ...READY, locations: [] });
    const ids = async (query: string) =>
      (await service.call("GET", `/v1/search?${query}`)).json.items.map(({ id }: { id: string }) => id);
    expect(await ids("jsonld=valid")).toEqual([ready.json.id]);
    expect(await ids("jsonld=INVALID")).toEqual([open.json.id]);
    const { facets } = (await service.call("GET", "/v1/search?facet=jsonld&jsonld=valid")).json;
    expect(facets).toEqual([
      {
        name: "jsonld",
        buckets: [
          { value: "invalid", count: 1 },
          { value: "valid", count: 1 },
        ],
        missing: 0,
      },
    ]);
    const post = await service.call("POST", "/v1/search", { json: { jsonld: "valid", explainId: open.json.id } });
    expect(post.json).toMatchObject({ total: 1, explained: { found: false, reasons: [{ code: "filter" }] } });
    expect((await service.call("GET", "/v1/search?jsonld=valid&jsonld=valid")).json.code).toBe("invalid_parameter");
    service.env.advance(180_000);
    const expired = await service.call("GET", `/v1/listings/${ready.json.id}/jsonld?report=true`);
    expect(expired.json.valid).toBe(true);
    const change = { json: { locations: [{ country: "FR" }] }, headers: { "If-Match": open.etag } };
    await service.call("PATCH", `/v1/listings/${open.json.id}`, change);
    expect(await ids("jsonld=valid")).toEqual([open.json.id]);
  });
});
