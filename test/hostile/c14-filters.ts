/** C14: filters, facets, orders and pages that there are not. */
import { answered, badField, badParameter, fixed, get, type HostileCase, refused, sendJson, shown } from "./case.ts";
import { INJECTIONS } from "./hostile-texts.ts";

const search = (query: string) => get(`/v1/search?${query}`);

/** A query and the parameter that its refusal names. */
const REFUSED: readonly (readonly [query: string, parameter: string])[] = [
  ["x=1", "x"],
  ["Q=a", "Q"],
  ["q%20=a", "q "],
  ["__proto__=1", "__proto__"],
  ["constructor=1", "constructor"],
  ["toString=1", "toString"],
  ["a[b]=1", "a[b]"],
  ["tag[]=a", "tag[]"],
  ["tag[$ne]=a", "tag[$ne]"],
  ["tag.x=a", "tag.x"],
  ["tenant=other", "tenant"],
  ["board=other", "board"],
  ["state=draft", "state"],
  ["effectiveState=draft", "effectiveState"],
  ["extra=x", "extra"],
  ["q=a&q=b", "q"],
  ["limit=1&limit=1", "limit"],
  ["sort=newest&sort=newest", "sort"],
  ["tag=", "tag"],
  ["tag", "tag"],
  ["tag=%20", "tag"],
  ["tag=a&tag=", "tag"],
  ...[
    "0",
    "-1",
    "101",
    "1e1",
    "1.5",
    "0x10",
    "NaN",
    "Infinity",
    "",
    "%20",
    "+1",
    "1%20",
    "٣",
    "true",
    "null",
    "1,2",
    "9".repeat(400),
  ].map((limit) => [`limit=${encodeURIComponent(decodeURIComponent(limit))}`, "limit"] as const),
  ...["0", "-1", "1001", "51", "1.5", "x"].map((page) => [`page=${page}`, "page"] as const),
  ["page=2&limit=501", "limit"],
  ...["createdBy", "-datePosted", "id", "datePosted desc", "relevance,newest", "__proto__", "*"].map(
    (sort) => [`sort=${encodeURIComponent(sort)}`, "sort"] as const,
  ),
  ...[
    "extra",
    "__proto__",
    "attribute.__proto__",
    "attribute.",
    "attribute.A",
    "tag:0",
    "tag:101",
    "tag:1e1",
    "tag:-1",
    "tag:x",
    "hubUrl",
    "id",
    "*",
  ].map((facet) => [`facet=${encodeURIComponent(facet)}`, "facet"] as const),
  ["facet=tag&facet=tag:5", "facet"],
  ...["__proto__:x", "a", ":x", "a:", "a: ", "A:x", "a.b:x", "$where:1", `${"k".repeat(41)}:x`].map(
    (attribute) => [`attribute=${encodeURIComponent(attribute)}`, "attribute"] as const,
  ),
  ...[
    "years",
    "years:1",
    "years:5..1",
    "years:NaN..1",
    "years:1..x",
    "years:..1e9",
    "years:0x1..2",
    "years:1...2",
    "years:1..2..3",
    "__proto__:1..2",
  ].map((number) => [`number=${number}`, "number"] as const),
  ["salaryMin=5&salaryMax=1&currency=EUR", "salaryMin"],
  ...["Infinity", "NaN", "-1", "1e99", "1e400", "0x10", "1,000", "1_000", "10000000000000"].map(
    (amount) => [`salaryMin=${amount}&currency=EUR`, "salaryMin"] as const,
  ),
  ["salaryMin=1", "currency"],
  ["sort=salary", "currency"],
  ["facet=salary", "currency"],
  ...["XYZ", "euro", "€", "XXX", "toString"].map(
    (code) => [`currency=${encodeURIComponent(code)}`, "currency"] as const,
  ),
  ...["NaN,0", "91,0", "0,181", "0", "0,0,0", "0 0", "1e1,0", "a,b", ",", "52.52;13.4"].map(
    (near) => [`near=${encodeURIComponent(near)}`, "near"] as const,
  ),
  ["radiusKm=5", "near"],
  ["sort=distance", "near"],
  ...["0", "-1", "20041", "NaN", "1e9"].map((radius) => [`near=0,0&radiusKm=${radius}`, "radiusKm"] as const),
  ...["0d", "-1d", "7", "d", "7w", "1.5d", "10000d", "7d7d", "P7D"].map(
    (within) => [`postedWithin=${within}`, "postedWithin"] as const,
  ),
  ...["0000-00-00", "2023-02-29", "now", "1704067200", "2024-01-01T00:00:00", "2024-13-01"].map(
    (after) => [`postedAfter=${after}`, "postedAfter"] as const,
  ),
  ...["x", "..%2f", "0123456789ABCDEFGHJKMNPQRS", "%00"].flatMap(
    (id) =>
      [
        [`id=${id}`, "id"],
        [`excludeId=${id}`, "excludeId"],
        [`explainId=${id}`, "explainId"],
      ] as const,
  ),
  ...["x", "1", "yes"].map((value) => [`highlight=${value}`, "highlight"] as const),
  ["explain=2", "explain"],
  ["typo=maybe", "typo"],
  ["collapse=all", "collapse"],
  ["view=admin", "view"],
  ["workplaceType=moon", "workplaceType"],
  ["employmentType=full-time", "employmentType"],
  ["seniority=god", "seniority"],
  ["country=Germany", "country"],
  ["country=XX", "country"],
  [Array.from({ length: 101 }, (_, i) => `tag=t${i}`).join("&"), "tag"],
  [Array.from({ length: 101 }, () => "id=0123456789abcdefghjkmnpqrs").join("&"), "id"],
  [Array.from({ length: 51 }, (_, i) => `facet=attribute.a${i}`).join("&"), "facet"],
];

const ANSWERED: readonly string[] = [
  "",
  "&&&",
  "tag=a&tag=a&tag=A",
  "attribute=constructor:x",
  "attribute=a:b:c",
  "number=years:..",
  "number=years:-999999999999999..999999999999999.999999",
  "near=90,180&radiusKm=20040",
  "near=-90,-180&sort=distance",
  "sort=SALARY&currency=usd",
  "facet=salary&currency=EUR&facet=posted&facet=attribute.zz",
  "postedWithin=9999D",
  "postedAfter=9999-12-31",
  "postedAfter=0001-01-01",
  "collapse=DUPLICATES&q=porter",
  "salaryMin=0&salaryMax=0&currency=EUR&includeUnknownSalary=TRUE",
  "page=50&limit=20",
  "page=1000&limit=1",
  Array.from({ length: 100 }, (_, i) => `tag=t${i}`).join("&"),
  Array.from({ length: 50 }, (_, i) => `facet=attribute.a${i}`).join("&"),
];

/** Text of any kind is a value that nothing has. */
const VALUES = ["company", "region", "city", "tag", "tagAll", "skill", "skillAll", "category", "language", "source"];

const texts: readonly HostileCase[] = INJECTIONS.flatMap((text, i) => {
  const name = VALUES[i % VALUES.length] ?? "tag";
  return [
    fixed(`${name}=${shown(text)}`, search(`${name}=${encodeURIComponent(text)}`), answered(200)),
    fixed(`${name} of a body: ${shown(text)}`, sendJson("POST", "/v1/search", { [name]: [text] }), answered(200)),
  ];
});

const BODIES: readonly (readonly [body: Readonly<Record<string, unknown>>, pointer: string])[] = [
  [{ limit: "1" }, "/limit"],
  [{ limit: 1.5 }, "/limit"],
  [{ limit: 1e21 }, "/limit"],
  [{ limit: [1] }, "/limit"],
  [{ page: -1 }, "/page"],
  [{ highlight: "true" }, "/highlight"],
  [{ explain: 1 }, "/explain"],
  [{ tag: 1 }, "/tag"],
  [{ tag: { $gt: "" } }, "/tag"],
  [{ tag: ["a", { $gt: "" }] }, "/tag/1"],
  [{ tag: [["a"]] }, "/tag/0"],
  [{ tag: [null] }, "/tag/0"],
  [{ sort: ["newest"] }, "/sort"],
  [{ sort: { toString: 1 } }, "/sort"],
  [{ facet: [{ name: "tag" }] }, "/facet/0"],
  [{ near: [0, 0] }, "/near"],
  [{ near: { lat: 0, lng: 0 } }, "/near"],
  [{ salaryMin: true, currency: "EUR" }, "/salaryMin"],
  [{ salaryMin: "1e999", currency: "EUR" }, "/salaryMin"],
  [{ id: ["x"] }, "/id/0"],
  [{ filter: {} }, "/filter"],
  [{ "": 1 }, "/"],
  [{ $where: "1" }, "/$where"],
  [{ constructor: {} }, "/constructor"],
  [{ hasOwnProperty: 1 }, "/hasOwnProperty"],
];

/** Other routes are as strict. */
const OTHERS: readonly (readonly [path: string, parameter: string])[] = [
  ["/v1/listings?q=a", "q"],
  ["/v1/listings?sort=newest", "sort"],
  ["/v1/listings?limit=0", "limit"],
  ["/v1/listings?effectiveState=deleted", "effectiveState"],
  ["/v1/listings?view=x", "view"],
  ["/v1/changes?limit=1001", "limit"],
  ["/v1/changes?include=all", "include"],
  ["/v1/changes?since=0", "since"],
  ["/v1/exports?limit=0", "limit"],
  ["/v1/exports?format=csv", "format"],
  ["/v1/suggest", "q"],
  ["/v1/suggest?q=a&kind=person", "kind"],
  ["/v1/suggest?q=a&limit=101", "limit"],
  ["/v1/limits?x=1", "x"],
  ["/health?x=1", "x"],
];

export const cases: readonly HostileCase[] = [
  ...REFUSED.map(([query, parameter]) => fixed(`search?${shown(query)}`, search(query), badParameter(parameter))),
  ...ANSWERED.map((query) => fixed(`search?${shown(query)}, which is one`, search(query), answered(200))),
  ...texts,
  ...BODIES.map(([body, pointer]) =>
    fixed(`search of ${JSON.stringify(body)}`, sendJson("POST", "/v1/search", body), badField(pointer)),
  ),
  ...OTHERS.map(([path, parameter]) => fixed(path, get(path), badParameter(parameter))),
  fixed(
    "writers' view of a search by a body that is none",
    sendJson("POST", "/v1/search", []),
    refused("invalid_body"),
  ),
];
