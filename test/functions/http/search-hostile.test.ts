import { beforeAll, describe, expect, it } from "vitest";
import { type TestService, testService } from "../../support/service.ts";

const QUERIES: readonly (readonly [what: string, text: string])[] = [
  ["nothing", ""],
  ["blanks", "  \t "],
  ["an asterisk", "*"],
  ["a wildcard behind", "a*"],
  ["a wildcard before", "*a"],
  ["a question mark", "?"],
  ["33 terms", Array.from({ length: 33 }, (_, i) => `t${i}`).join(" ")],
  ["10,000 terms", Array.from({ length: 10_000 }, (_, i) => `t${i}`).join(" ")],
  ["one term 10,000 times", "java ".repeat(10_000)],
  ["256 short terms", "a ".repeat(256).trim()],
  ["512 bytes of one word", "x".repeat(512)],
  ["513 bytes", "x".repeat(513)],
  ["512 bytes of wide letters", "é".repeat(256)],
  ["514 bytes of wide letters", "é".repeat(257)],
  ["a pattern that takes for ever", "(a+)+$"],
  ["a pattern", "/x/"],
  ["a slop", "~2"],
  ["a boost", "^9"],
  ["an open quotation mark", '"'],
  ["three quotation marks", '"a" "'],
  ["512 quotation marks", '"'.repeat(512)],
  ["1,000 parentheses", `${"(".repeat(1_000)}a${")".repeat(1_000)}`],
  ["250 parentheses", `${"(".repeat(250)}a${")".repeat(250)}`],
  ["AND AND", "AND AND"],
  ["OR OR", "OR OR OR"],
  ["NOT", "NOT"],
  ["exclusions alone", "-a -b"],
  ["512 minus signs", "-".repeat(512)],
  ["a field without a word", "title:"],
  ["fields of fields", "title:company:tag:x"],
  ["a field that is not known", "password:x"],
  ["stop words", "the a of and to in is"],
  ["the commonest prefix", "e"],
  ["emoji", "👩‍💻🚀❤️"],
  ["NUL", "a\u0000b"],
  ["control characters", "\u0007\u001b[31m\r\n"],
  ["directions", "\u202eabc\u202c"],
  ["marks without a letter", "\u0301\u0301\u0301"],
  ["SQL", "' OR 1=1; DROP TABLE listings; --"],
  ["Lucene", "title:[a TO z] AND +x -y {!join from=a}"],
  ["Mongo", '{"$where": "sleep(1000)"}'],
  ["JNDI", "\u0024{jndi:ldap://x/a}"],
  ["a template", "{{7*7}}"],
  ["a script", "<script>alert(1)</script>"],
  ["a path", "../../etc/passwd"],
  ["percent escapes", "%00%ff"],
  ["a name of every object", "__proto__ constructor toString"],
  ["an expression of DynamoDB", "contains(pk, :x)"],
  ["a name of DynamoDB", "#n"],
  ["a value of DynamoDB", ":v"],
  ["a path of Firestore", "`a`.`b`"],
  ["a path with an index", "a.b[0]"],
];

/** Every parameter that takes a text, and how often it may be given. */
const TEXTS = [
  ...["q", "company", "region", "city", "tag", "skill", "category", "language", "source", "tagAll", "skillAll"],
  ...[
    "applicantCountry",
    "country",
    "workplaceType",
    "sort",
    "typo",
    "facet",
    "attribute",
    "number",
    "near",
    "currency",
  ],
  ...[
    "salaryMin",
    "radiusKm",
    "postedWithin",
    "postedAfter",
    "collapse",
    "highlight",
    "explainId",
    "id",
    "limit",
    "page",
  ],
  ...["cursor", "minPosition", "view"],
];

const VALUES: readonly (readonly [query: string, status: 200 | 400])[] = [
  ["__proto__=1", 400],
  ["constructor=1", 400],
  ["a[b]=1", 400],
  ["tag[]=a", 400],
  ["tenant=other", 400],
  ["board=other", 400],
  ["q=a&q=b", 400],
  ["sort=createdBy", 400],
  ["sort=-datePosted", 400],
  ["sort=id", 400],
  ["facet=extra", 400],
  ["facet=__proto__", 400],
  ["facet=attribute.__proto__", 400],
  ["facet=tag:0", 400],
  ["facet=tag:1e3", 400],
  ["attribute=__proto__:x", 400],
  ["attribute=constructor:x", 200],
  ["number=years:5..1", 400],
  ["number=years:NaN..1", 400],
  ["salaryMin=5&salaryMax=1&currency=EUR", 400],
  ["salaryMin=Infinity&currency=EUR", 400],
  ["salaryMin=1&currency=XYZ", 400],
  ["near=NaN,0&radiusKm=1", 400],
  ["near=90,180&radiusKm=20040", 200],
  ["near=0,0&sort=distance", 200],
  ["sort=salary&currency=usd", 200],
  ["sort=salary", 400],
  ["facet=salary&currency=EUR", 200],
  ["collapse=duplicates", 200],
  ["postedWithin=0d", 400],
  ["postedWithin=9999d", 200],
  ["postedAfter=9999-12-31", 200],
  ["postedAfter=0000-00-00", 400],
  ["limit=%ff", 400],
  ...["0", "-1", "101", "1e9", "1.5", "0x10", "NaN", "", " 1", "1 ", "٣", "true"].map(
    (limit) => [`limit=${encodeURIComponent(limit)}`, 400] as const,
  ),
  [Array.from({ length: 1_000 }, (_, i) => `tag=t${i}`).join("&"), 400],
  [Array.from({ length: 100 }, (_, i) => `tag=t${i}`).join("&"), 200],
  [Array.from({ length: 50 }, (_, i) => `facet=attribute.a${i}`).join("&"), 200],
  [Array.from({ length: 51 }, (_, i) => `facet=attribute.a${i}`).join("&"), 400],
];

let service: TestService;
beforeAll(async () => {
  service = await testService();
  await service.create({ title: "Backend Engineer (Java, C++)", tags: ["e", "java"], summary: "The best of all" });
  await service.create({
    title: "Développeuse",
    locations: [{ city: "Zürich", country: "CH", lat: 47.37, lng: 8.54 }],
  });
});

const REFUSALS = ["invalid_parameter", "invalid_body", "invalid_cursor"];

async function expectHandled(method: string, path: string, json?: unknown): Promise<number> {
  const { status, json: answer } = await service.call(method, path, json === undefined ? {} : { json });
  if (status !== 200)
    expect([path.slice(0, 100), json, status, REFUSALS.includes(answer.code)]).toEqual([
      path.slice(0, 100),
      json,
      400,
      true,
    ]);
  else expect(Array.isArray(answer.items)).toBe(true);
  return status;
}

describe("hostile searches", () => {
  it.each(QUERIES)("of %s are answered or refused, in every parameter, by address and as JSON", async (_what, text) => {
    for (const name of TEXTS) {
      const byAddress = await expectHandled("GET", `/v1/search?${name}=${encodeURIComponent(text)}`);
      const asText = await expectHandled("POST", "/v1/search", { [name]: text });
      // Numbers and booleans are no text in JSON.
      if (!["limit", "page", "highlight"].includes(name)) expect([name, asText]).toEqual([name, byAddress]);
      await expectHandled("POST", "/v1/search", { [name]: [text, { $gt: text }] });
    }
  });

  it.each(QUERIES)("of %s as q are refused for their length alone", async (_what, text) => {
    const bytes = new TextEncoder().encode(text).length;
    const query = `q=${encodeURIComponent(text)}&highlight=true&explain=true&facet=tag`;
    const status = await expectHandled("GET", `/v1/search?${query}`);
    expect(status).toBe(text.trim() === "" || bytes > 512 ? 400 : 200);
  });

  it.each(VALUES)("%s is %i", async (query, status) => {
    expect(await expectHandled("GET", `/v1/search?${query}`)).toBe(status);
  });
});
