/** Tables, the public answers of job boards, and what a source does not name any more. Last, on sources of their own. */
import { readFileSync } from "node:fs";
import { get, lineOf, ndjson, type Seen, type Sent, type Step, sendBytes, step } from "../step.ts";

const CSV = { "Content-Type": "text/csv" };
const JSON_TYPE = { "Content-Type": "application/json" };
const NDJSON = { "Content-Type": "application/x-ndjson" };

const imported = (query: string, body: string, headers: Record<string, string>): Sent =>
  sendBytes("POST", `/v1/imports?${query}`, body, headers);

export function bulkSteps(): readonly Step[] {
  return [...tableSteps(), ...formatSteps(), ...retainSteps()];
}

const TABLE = [
  "\ufeffExternal ID,Title,Company,Location,tags,locations.1.country,promotion,datePosted,extra,state",
  'a,"Keeper, ""senior""",Lamp,Bonn,go | c++|a\\|b,DE,-5,2023-02-01,"{""a"":[1]}",archived',
  'b,"\'=1+1",Lamp,,,,,2023-02-01,,archived',
].join("\r\n");

function tableSteps(): readonly Step[] {
  const name = "a table of listings is created";
  const faulty = `${TABLE}\nc,5" pipe,Lamp,,,,,,,\nd,short\ne,E,Lamp,,x||y,,1.5,,,\n`;
  const listing = (seen: Seen) => get(`/v1/listings/${lineOf(seen(name), 0).id}?view=full`);
  return [
    step(name, 200, imported("source=table", TABLE, CSV)),
    step("the table again is unchanged", 200, imported("source=table", TABLE, CSV)),
    step("a listing of the table", 200, listing),
    step("bad rows of a table never block the others", 200, imported("source=table", faulty, CSV)),
    step("a table with headers that are no fields", 400, imported("source=table", "title,title,jobType\na,b,c\n", CSV)),
    step("a table with a quote that is never closed", 400, imported("source=table", 'title\n"a\n', CSV)),
    step("a table of nothing", 400, imported("source=table", "", CSV)),
    step("a table of 1,001 columns", 413, imported("source=table", `${"a,".repeat(1_000)}a\n`, CSV)),
  ];
}

function formatSteps(): readonly Step[] {
  return ["greenhouse", "lever", "ashby", "jsonld"].flatMap((format) => {
    const file = new URL(`../../golden/job-answers/${format}.json`, import.meta.url);
    const sent = imported(`format=${format}&company=Lamp`, readFileSync(file, "utf8"), JSON_TYPE);
    const name = `an answer of ${format} is created`;
    return [
      step(name, 200, sent),
      step(`the answer of ${format} again is unchanged`, 200, sent),
      step(`a job of ${format}`, 200, (seen) => get(`/v1/listings/${lineOf(seen(name), 0).id}?view=full`)),
      step(`no answer of ${format}`, 400, imported(`format=${format}`, '{"ok":false}', JSON_TYPE)),
    ];
  });
}

function retainSteps(): readonly Step[] {
  const ids = Array.from({ length: 10 }, (_, n) => `kept-${n}`);
  const row = (externalId: string) => ({
    title: "Kept",
    company: { name: "Rows Ltd" },
    datePosted: "2023-02-01",
    source: { name: "kept", externalId },
  });
  const rows = ndjson(ids.map(row));
  const names = ndjson(ids.slice(0, 8).map((externalId) => ({ externalId })));
  const retained = (query: string, body = names, headers = NDJSON) =>
    imported(`mode=retain&source=kept${query}`, body, headers);
  const last = get("/v1/sources/kept/listing?externalId=kept-9");
  return [
    step("ten rows of a source", 200, imported("", rows, NDJSON)),
    step("names of one of them are too few", 409, retained("", ndjson([{ externalId: "kept-0" }]))),
    step("two that are not named would be archived", 200, retained("&dryRun=true")),
    step("two that are not named are archived", 200, retained("&maxArchivedPercent=20")),
    step("names again archive nothing", 200, retained("&maxArchivedPercent=0")),
    step("one that was not named", 200, last),
    step("an upsert brings both back", 200, imported("", rows, NDJSON)),
    step("one that came back", 200, last),
    step("a row that is no name archives nothing", 200, retained("", `${names}{"externalId":5}\n`)),
    step("names in a table", 200, retained("", `externalId\n${ids.join("\n")}\n`, CSV)),
    step("names without a source", 400, imported("mode=retain", names, NDJSON)),
  ];
}
