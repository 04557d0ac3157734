/**
 * Everything that a search can be asked for, of an index that holds it all in memory and then of a process that begins with
 * what was published: the answers are the same.
 */
import { call, get, headerOf, type Seen, type Step, sendJson, step, textOf } from "../step.ts";
import { boardId, feedId, placedId } from "./imports.ts";

const [DRAFT, PAUSED] = [7, 10];

const search = (query: string, headers: Record<string, string> = {}) => get(`/v1/search?${query}`, headers);
const maintained = call("POST", "/v1/maintenance");

export function publishSteps(): readonly Step[] {
  return [
    ...askedSteps("before a publish"),
    step("the index and the store say the same", 200, get("/v1/verify")),
    step("maintenance publishes", 200, maintained),
    step("maintenance again has nothing to publish", 200, maintained),
    step("a new process is ready, from the snapshot", 200, get("/ready"), { afterRestart: true }),
    ...askedSteps("from the snapshot"),
    step("the page behind one that was given before the publish", 200, (seen) => {
      const cursor = encodeURIComponent(textOf(seen("relevant, first page"), "nextCursor"));
      return search(`q=engineer&limit=7&cursor=${cursor}`);
    }),
    step("the snapshot and the store say the same", 200, get("/v1/verify")),
    step("maintenance with parameters", 400, call("POST", "/v1/maintenance?force=true")),
  ];
}

/** With what was written since upon the snapshot, then in a snapshot of its own. */
export function republishSteps(): readonly Step[] {
  return [
    ...changedSteps("upon the snapshot"),
    step("maintenance publishes what was written since", 200, maintained),
    step("a search after the restart", 200, search("q=title:florist&facet=company"), { afterRestart: true }),
    ...changedSteps("in the second snapshot"),
    step("the second snapshot and the store say the same", 200, get("/v1/verify")),
  ];
}

function changedSteps(when: string): readonly Step[] {
  return ["q=gardener+OR+title:kept&explain=true", "q=engineer&facet=company&facet=posted&limit=2", "limit=5"].map(
    (query) => step(`search ${query}, ${when}`, 200, search(query)),
  );
}

function askedSteps(when: string): readonly Step[] {
  const found = (query: string, status = 200) => step(`search ${query}, ${when}`, status, search(query));
  return [
    ...QUERIES.map((query) => found(query)),
    ...FILTERED.map((query) => found(query)),
    ...explainSteps(when),
    ...suggestSteps(when),
    step(`POST search with everything, ${when}`, 200, sendJson("POST", "/v1/search", EVERYTHING)),
    ...REFUSED.map((query) => found(query, 400)),
  ];
}

const QUERIES = [
  "q=%22site+reliability%22+engineer&explain=true&limit=3",
  "q=%22reliability+site%22",
  "q=%22answer+the+phone%22+-java&limit=2&explain=true",
  "q=designer+OR+%22product+manager%22&limit=3&explain=true",
  "q=engineer+-backend+-%22data+engineer%22&limit=3",
  "q=-engineer&limit=3",
  "q=title:engineer+skill:go&limit=3&explain=true",
  "q=company:acme+-tag:go&limit=3",
  "q=body:flowers+location:berlin&highlight=true",
  "q=nofield:engineer",
  "q=desiner&limit=3&explain=true",
  "q=desiner&typo=off",
  "q=kuberntes&limit=2&explain=true",
  "q=engineer+zeppelin&limit=3&explain=true",
  "q=engin&limit=2&explain=true",
  "q=%22engin%22",
  "q=k8s&limit=2&explain=true",
  "q=java&highlight=true&limit=2",
  "q=location:europe+florist&explain=true&limit=2",
  "q=c%2B%2B+OR+.net&highlight=true&explain=true&limit=3",
  "q=k%C3%BCche&highlight=true&explain=true",
  "q=%E6%9D%B1%E4%BA%AC&highlight=true",
  "q=OR+engineer+OR&limit=1",
  "q=%22engineer&limit=1",
  "q=title:&limit=1",
];

const FILTERED = [
  "salaryMin=70000&currency=EUR&limit=3",
  "salaryMax=40000&currency=eur&sort=salary",
  "salaryMin=70000&salaryMax=80000&currency=USD&includeUnknownSalary=true&limit=2",
  "sort=salary&currency=EUR&limit=4",
  "facet=salary&currency=EUR&limit=1",
  "facet=salary&currency=EUR&salaryMin=60000&limit=1",
  "near=52.52,13.405&radiusKm=30&sort=distance",
  "near=52.52,13.405&sort=distance&limit=6",
  "near=48.1,11.6&q=florist&limit=4",
  "near=-89.9,180&radiusKm=20040&limit=1",
  "q=florist",
  "q=florist&collapse=duplicates&facet=city&facet=company",
  "collapse=duplicates&sort=salary&currency=EUR&limit=3",
  "postedWithin=7d&facet=posted&limit=1",
  "attribute=office:north&number=vacation_days:20..30&facet=attribute.office",
  "q=engineer&tagAll=go&skillAll=kubernetes&facet=tag:3&highlight=true&explain=true&limit=2",
];

const REFUSED = [
  "sort=salary",
  "facet=salary",
  "salaryMin=2&salaryMax=1&currency=EUR",
  "sort=distance",
  "radiusKm=5",
  "near=91,0",
  "near=52.52,13.405&radiusKm=0",
  "collapse=all",
  "highlight=maybe&explain=1&explainId=x",
];

const EVERYTHING = {
  q: 'florist -"van driver"',
  typo: "off",
  currency: "EUR",
  salaryMin: 20_000,
  includeUnknownSalary: true,
  near: "52.52,13.405",
  radiusKm: 600,
  collapse: "duplicates",
  facet: ["salary", "company"],
  sort: "distance",
  highlight: true,
  explain: true,
};

function explainSteps(when: string): readonly Step[] {
  const why = (name: string, query: string, idOf: (seen: Seen) => string, status = 200) =>
    step(`why ${name}, ${when}`, status, (seen) => search(`${query}&limit=1&explainId=${idOf(seen)}`));
  return [
    why("a listing is found", "q=florist", (seen) => placedId(seen, 4)),
    why("a listing lacks a word", "q=florist+driver&typo=off", (seen) => placedId(seen, 0)),
    why("a listing is excluded", "q=florist+-van", (seen) => placedId(seen, 3)),
    why("a listing is filtered", "country=FR&salaryMin=90000&currency=EUR&postedWithin=1d", (seen) =>
      placedId(seen, 0),
    ),
    why("a listing is a duplicate", "q=florist&collapse=duplicates", (seen) => placedId(seen, 1)),
    why("a paused listing is not found", "tag=go", (seen) => feedId(seen, PAUSED)),
    why("a draft is not found is not told", "tag=secret", (seen) => feedId(seen, DRAFT), 404),
    why("a listing is found among others", "q=engineer&typo=auto", (seen) => boardId(seen, 1)),
    why("nothing is known of an unknown id", "q=engineer", () => "0123456789abcdefghjkmnpqrs", 404),
  ];
}

function suggestSteps(when: string): readonly Step[] {
  const suggested = (query: string, status = 200) =>
    step(`suggest ${query}, ${when}`, status, get(`/v1/suggest?${query}`));
  const again = `a suggestion that the caller has, ${when}`;
  return [
    ...[
      "q=eng",
      "q=flo&kind=title&limit=2",
      "q=ac&kind=company",
      "q=go&kind=TAG&kind=location",
      "q=ber&kind=location",
      "q=zzz",
      "q=%E6%9D%B1",
    ].map((query) => suggested(query)),
    ...["q=", "", "q=a&kind=city&limit=101", "q=a&nonsense=1"].map((query) => suggested(query, 400)),
    step(again, 304, (seen) => {
      const tag = headerOf(seen(`suggest q=eng, ${when}`), "etag");
      return get("/v1/suggest?q=eng", { "If-None-Match": `${tag}, ${nextMinute(tag)}` });
    }),
  ];
}

/** The tag ends with the minute: that of the next one stands for the run that crosses into it. */
function nextMinute(tag: string): string {
  return tag.replace(/\d{13}"$/, (minute) => `${Number(minute.slice(0, -1)) + 60_000}"`);
}
