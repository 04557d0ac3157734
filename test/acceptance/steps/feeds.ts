/** The log as clients read it, and the export that it follows. */
import { call, get, type Seen, type Step, step, textOf } from "../step.ts";
import { boardId } from "./imports.ts";

const changes = (query = "") => get(`/v1/changes${query}`);
const exported = (query = "") => get(`/v1/exports${query}`);
const cursorOf = (seen: Seen, of: string) => encodeURIComponent(textOf(seen(of), "nextCursor"));

/** Before any listing whose id is random: an export is in the order of ids. */
export function exportSteps(listings: number): readonly Step[] {
  return [
    step("an export, first page", 200, exported("?limit=30")),
    step("an export, second page", 200, (seen) =>
      exported(`?limit=30&cursor=${cursorOf(seen, "an export, first page")}`),
    ),
    step("an export, last page", 200, (seen) =>
      exported(`?limit=1000&cursor=${cursorOf(seen, "an export, second page")}`),
    ),
    step("an export that ends with its page", 200, exported(`?limit=${listings}`)),
    step("the changes behind an export", 200, (seen) =>
      changes(`?cursor=${textOf(seen("an export, first page"), "changesCursor")}`),
    ),
    step("HEAD of an export", 200, call("HEAD", "/v1/exports?limit=1")),
    step("an export with a cursor of changes", 400, (seen) =>
      exported(`?cursor=${textOf(seen("an export, first page"), "changesCursor")}`),
    ),
    step("an export of another board", 410, (seen) => exported(`?cursor=0000000000-1.${boardId(seen, 0)}`)),
    step("an export from behind the end of the log", 400, (seen) => {
      const position = textOf(seen("an export, first page"), "changesCursor").replace(/\d+$/, "999999");
      return exported(`?cursor=${position}.${boardId(seen, 0)}`);
    }),
    step("an export with wrong parameters", 400, exported("?limit=1001&view=full")),
  ];
}

/** At the end: every write of the series is in it. */
export function changeSteps(): readonly Step[] {
  return [
    step("the changes, first page", 200, changes("?limit=40")),
    step("the changes, second page", 200, (seen) =>
      changes(`?limit=40&cursor=${cursorOf(seen, "the changes, first page")}`),
    ),
    step("the changes, third page, with listings", 200, (seen) =>
      changes(`?limit=10&include=listing&cursor=${cursorOf(seen, "the changes, second page")}`),
    ),
    step("the rest of the changes", 200, (seen) =>
      changes(`?limit=1000&cursor=${cursorOf(seen, "the changes, third page, with listings")}`),
    ),
    step("changes that end with their page", 200, (seen) => {
      const { items } = JSON.parse(seen("the rest of the changes").text);
      return changes(`?limit=${items.length}&cursor=${cursorOf(seen, "the changes, third page, with listings")}`);
    }),
    step("no more changes", 200, (seen) => changes(`?cursor=${cursorOf(seen, "the rest of the changes")}`)),
    step("a cursor behind the last change of an entry", 400, (seen) =>
      changes(`?cursor=${textOf(seen("no more changes"), "nextCursor")}-77`),
    ),
    step("a cursor behind the end of the log", 400, (seen) =>
      changes(`?cursor=${textOf(seen("no more changes"), "nextCursor").replace(/\d+$/, "999999")}`),
    ),
    step("a cursor of another board", 410, changes("?cursor=0000000000-1")),
    step("a cursor of nothing", 400, changes("?cursor=x")),
    step("changes with wrong parameters", 400, changes("?limit=0&include=everything&since=1")),
  ];
}
