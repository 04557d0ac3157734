/** Searches and the list: words, filters, facets, orders, pages, and what is refused. */
import { call, get, headerOf, lineOf, type Seen, type Step, sendBytes, sendJson, step, textOf } from "../step.ts";
import { feedId } from "./imports.ts";

const search = (query: string, headers: Record<string, string> = {}) => get(`/v1/search?${query}`, headers);
const post = (json: unknown) => sendJson("POST", "/v1/search", json);

export function searchSteps(): readonly Step[] {
  return [
    ...wordSteps(),
    ...filterSteps(),
    ...facetSteps(),
    ...pageSteps(),
    ...bodySteps(),
    ...listSteps(),
    ...cachingSteps(),
    ...refusalSteps(),
  ];
}

/** What is asked for is the step's name. */
function found(query: string, status = 200): Step {
  return step(`search ${query}`, status, search(query));
}

function wordSteps(): readonly Step[] {
  return [
    "q=engineer&limit=5",
    "q=c%2B%2B",
    "q=C%23",
    "q=.net",
    "q=node.js",
    "q=nodejs",
    "q=java",
    "q=javascript",
    "q=go+kubernetes&limit=3",
    "q=senior+backend+engineer+berlin",
    "q=%E3%82%A8%E3%83%B3%E3%82%B8%E3%83%8B%E3%82%A2",
    "q=%E6%9D%B1%E4%BA%AC",
    "q=%D0%B1%D1%83%D1%85%D0%B3%D0%B0%D0%BB%D1%82%D0%B5%D1%80",
    "q=%D9%85%D9%87%D9%86%D8%AF%D8%B3",
    "q=kuchenchef",
    "q=STRASSE",
    "q=ci/cd",
    "q=%22site+reliability%22&sort=newest",
    "q=secret",
    "q=past",
    "q=nothinglikethis",
    "q=%26%26%26",
    "q=caf%C3%A9&typo=off",
    "q=a+OR+b",
    "q=-java",
    "q=title%3Aengineer",
  ].map((query) => found(query));
}

function filterSteps(): readonly Step[] {
  return [
    ...[
      "workplaceType=REMOTE&workplaceType=hybrid&limit=2",
      "employmentType=contractor&limit=2",
      "company=ACME&limit=2",
      "country=de&city=berlin&limit=2",
      "country=FR&city=Berlin",
      "region=ny",
      "city=s%C3%A3o+paulo&limit=1",
      "tag=c%2B%2B",
      "tag=go&tag=rust&limit=2",
      "tagAll=go&tagAll=kubernetes&limit=2",
      "skill=typescript&skillAll=nodejs&limit=2",
      "seniority=lead&category=DESIGN&limit=2",
      "language=en&limit=1",
      "language=en-US&limit=1",
      "source=board&limit=1",
      "applicantCountry=PL",
      "postedWithin=24h&sort=newest",
      "postedWithin=7d&limit=1",
      "postedAfter=2024-01-01&source=rows&source=feed&limit=1",
      "attribute=office:NORTH&limit=1",
      "attribute=office:north&attribute=team:tools",
      "number=vacation_days:25..&limit=1",
      "number=vacation_days:20..22&number=vacation_days:29..&limit=1",
      "number=rating:..4.5",
    ].map((query) => found(query)),
    step("search posted after an instant ahead", 200, search("postedAfter=2099-01-01T00:00:00Z")),
    step("search by ids", 200, (seen) => search(`id=${feedId(seen, 0)}&id=${feedId(seen, 1)}&id=${feedId(seen, 7)}`)),
    step("search without ids", 200, (seen) => search(`source=feed&tag=nodejs&excludeId=${feedId(seen, 2)}&limit=2`)),
    step("search by a hundred ids", 200, (seen) =>
      search(Array.from({ length: 100 }, () => `id=${feedId(seen, 0)}`).join("&")),
    ),
  ];
}

function facetSteps(): readonly Step[] {
  return [
    "facet=workplaceType&facet=employmentType&facet=seniority&limit=1",
    "facet=tag:3&facet=skill:2&tag=go&limit=1",
    "facet=company&facet=category&facet=language&facet=source&limit=1",
    "facet=country&facet=region&facet=city&country=DE&limit=1",
    "facet=posted&facet=attribute.office&limit=1",
    "q=engineer&facet=TAG:100&workplaceType=remote&limit=1",
  ].map((query) => found(query));
}

function pageSteps(): readonly Step[] {
  const next = (of: string, query: string) => (seen: Seen) =>
    search(`${query}&cursor=${encodeURIComponent(textOf(seen(of), "nextCursor"))}`);
  const newest = "source=feed&sort=newest&limit=9";
  const relevant = "q=engineer&limit=7";
  return [
    step("newest, first page", 200, search(newest)),
    step("newest, second page", 200, next("newest, first page", newest)),
    step("newest, third page", 200, next("newest, second page", newest)),
    step("newest, last page", 200, next("newest, third page", newest)),
    step("relevant, first page", 200, search(relevant)),
    step("relevant, second page", 200, next("relevant, first page", relevant)),
    step("a page with another limit and facets", 200, next("relevant, first page", "q=engineer&limit=2&facet=tag")),
    step("a cursor of another query", 400, next("relevant, first page", "q=designer&limit=7")),
    step("a cursor that is none", 400, search("cursor=AAAA")),
    step("a cursor of signs", 400, search("cursor=%2B%2F%3D%00")),
    step("the second page by number", 200, search("source=feed&limit=9&page=2")),
    step("a page behind the end", 200, search("limit=100&page=10")),
    step("a page too far", 400, search("limit=100&page=11")),
    step("a page and a cursor", 400, search("page=1&cursor=x")),
  ];
}

function bodySteps(): readonly Step[] {
  return [
    step("POST search, as JSON", 200, post({ q: "engineer", tag: ["go"], facet: "tag:3", limit: 2, cursor: null })),
    step("POST search for everything", 200, post({ limit: 1 })),
    step(
      "POST search of wrong types",
      400,
      post({ q: 5, tag: [1, "go"], limit: "2", nonsense: {}, page: 0, company: { toString: 1 } }),
    ),
    step("POST search of a list", 400, post([])),
    step("POST search with a parameter", 400, sendJson("POST", "/v1/search?q=go", {})),
    step("POST search without a type", 415, sendBytes("POST", "/v1/search", "{}")),
    step(
      "POST search of broken JSON",
      400,
      sendBytes("POST", "/v1/search", "{", { "Content-Type": "application/json" }),
    ),
    step("GET search with a body", 200, { ...sendJson("GET", "/v1/search?limit=1&source=feed", { q: "ignored" }) }),
  ];
}

function listSteps(): readonly Step[] {
  return [
    step("the list", 200, get("/v1/listings?limit=3")),
    step("the list, second page", 200, (seen) =>
      get(`/v1/listings?limit=3&cursor=${textOf(seen("the list"), "nextCursor")}`),
    ),
    step(
      "the list of what is not published",
      200,
      get("/v1/listings?effectiveState=draft&effectiveState=SCHEDULED&effectiveState=expired&view=full"),
    ),
    step("the list of what is paused, as the public sees it", 200, get("/v1/listings?effectiveState=paused")),
    step("the list with a filter", 400, get("/v1/listings?tag=go&limit=0&effectiveState=gone")),
    step("HEAD of the list", 200, call("HEAD", "/v1/listings?limit=3")),
    step("a search that must include a write", 200, (seen) => {
      const position = lineOf(seen("what the dry run said comes true"), -1).position;
      return search(`limit=1&source=feed&minPosition=${position}`);
    }),
    step("a position that never was", 400, (seen) => {
      const position = String(lineOf(seen("what the dry run said comes true"), -1).position);
      return search(`minPosition=${position.replace(/\d+$/, "999999999999")}`);
    }),
    step("a position of another board", 410, search("minPosition=0000000000-1")),
    step("a position that is none", 400, search("minPosition=12")),
  ];
}

function cachingSteps(): readonly Step[] {
  const query = "q=engineer&sort=newest&limit=1";
  const tag = (seen: Seen) => headerOf(seen("a search that may be kept"), "etag");
  return [
    step("a search that may be kept", 200, search(query)),
    // The tag ends with the minute: the one of the next minute stands for the run that crosses into it.
    step("a search that the caller has", 304, (seen) =>
      search(query, {
        "If-None-Match": `${tag(seen)}, ${tag(seen).replace(/\d{13}"$/, (minute) => `${Number(minute.slice(0, -1)) + 60_000}"`)}`,
      }),
    ),
    step("another search under that tag", 200, (seen) => search(`${query}0`, { "If-None-Match": tag(seen) })),
    step("a search by somebody", 200, search(query, { Authorization: "Basic abc" })),
    step("HEAD of a search", 200, call("HEAD", `/v1/search?${query}`)),
  ];
}

function refusalSteps(): readonly Step[] {
  return [
    found("q=", 400),
    found("sort=salary&facet=nonsense&facet=tag:0&facet=tag:1&facet=tag:2", 400),
    found("country=XX&workplaceType=moon&seniority=&id=x&limit=101", 400),
    found("postedWithin=7w&postedAfter=2026-02-30&number=n:2..1&attribute=x", 400),
    found("Q=a&q=b&q=c&unknown=1&salaryMin=1", 400),
    found("q=%E0%A4%A", 400),
    found("q=%00", 200),
    step("a query of 512 bytes", 200, search(`q=${"a".repeat(512)}`)),
    step("a query of 513 bytes", 400, search(`q=${"a".repeat(511)}%C3%A9`)),
    step("a filter of 101 values", 400, search(Array.from({ length: 101 }, (_, i) => `tag=t${i}`).join("&"))),
    step("an address of 12,000 characters", 400, search(`q=${"%C3%A9".repeat(2_000)}`)),
  ];
}
