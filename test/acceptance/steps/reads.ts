/** One listing: both views, their tags and what may be kept, every state, and what no reader may know of. */
import { call, get, headerOf, type Seen, type Step, step } from "../step.ts";
import { boardId, feedId } from "./imports.ts";

const UNKNOWN_ID = "0123456789abcdefghjkmnpqrs";
const [DRAFT, SCHEDULED, EXPIRED, PAUSED, FILLED, ARCHIVED, PRECISE] = [7, 8, 9, 10, 11, 12, 13];

const byId =
  (index: number, rest = "", headers: Record<string, string> = {}) =>
  (seen: Seen) =>
    get(`/v1/listings/${feedId(seen, index)}${rest}`, headers);

export function readSteps(): readonly Step[] {
  return [...viewSteps(), ...stateSteps(), ...conditionSteps(), ...sourceSteps(), ...refusalSteps()];
}

function viewSteps(): readonly Step[] {
  return [
    step("a listing with every field, as the public sees it", 200, byId(0)),
    step("a listing with every field, in full", 200, byId(0, "?view=full")),
    step("a view in capitals", 200, byId(0, "?view=FULL")),
    step("a listing as Markdown, as the public sees it", 200, byId(0, "/markdown")),
    step("a listing as Markdown, in full", 200, byId(0, "/markdown?view=full")),
    step("an imported file as Markdown is that file", 200, (seen) =>
      get(`/v1/listings/${textIdOfFile(seen)}/markdown?view=full`),
    ),
    step("HEAD of a listing", 200, (seen) => call("HEAD", `/v1/listings/${feedId(seen, 0)}`)),
    step("HEAD of a listing as Markdown", 200, (seen) => call("HEAD", `/v1/listings/${feedId(seen, 0)}/markdown`)),
    step("a Japanese listing", 200, byId(3)),
    step("an Arabic listing as Markdown", 200, byId(5, "/markdown")),
    step("whoever says who it is gets an answer of its own", 200, byId(1, "", { Authorization: "Bearer abc" })),
    step("an instant with an offset is kept to its last digit", 200, byId(PRECISE)),
  ];
}

function textIdOfFile(seen: Seen): string {
  const line = seen("one Markdown file with front matter of unknown keys").text.split("\n")[0] ?? "{}";
  return JSON.parse(line).id;
}

function stateSteps(): readonly Step[] {
  const states = {
    draft: DRAFT,
    scheduled: SCHEDULED,
    expired: EXPIRED,
    paused: PAUSED,
    filled: FILLED,
    archived: ARCHIVED,
  };
  const hidden = new Set(["draft", "scheduled"]);
  return Object.entries(states).flatMap(([state, index]) => [
    step(`${state}, as the public sees it`, hidden.has(state) ? 404 : 200, byId(index)),
    step(`${state}, in full`, 200, byId(index, "?view=full")),
  ]);
}

function conditionSteps(): readonly Step[] {
  const tagged = (of: string, rest: string, tag: (etag: string) => string) => (seen: Seen) =>
    get(`/v1/listings/${feedId(seen, 0)}${rest}`, { "If-None-Match": tag(headerOf(seen(of), "etag")) });
  const publicView = "a listing with every field, as the public sees it";
  const fullView = "a listing with every field, in full";
  return [
    step(
      "what the caller has is not sent again",
      304,
      tagged(publicView, "", (etag) => etag),
    ),
    step(
      "the weak mark of a tag does not count",
      304,
      tagged(publicView, "", (etag) => `"other", W/${etag}`),
    ),
    step(
      "any tag",
      304,
      tagged(publicView, "", () => "*"),
    ),
    step(
      "the full view has a tag of its own",
      200,
      tagged(publicView, "?view=full", (etag) => etag),
    ),
    step(
      "the full view is not sent again either",
      304,
      tagged(fullView, "?view=full", (etag) => etag),
    ),
    step(
      "Markdown is not sent again either",
      304,
      tagged(fullView, "/markdown?view=full", (etag) => etag),
    ),
    step(
      "a tag that is none",
      200,
      tagged(publicView, "", (etag) => etag.slice(1)),
    ),
  ];
}

function sourceSteps(): readonly Step[] {
  const source = (name: string, externalId: string, rest = "") =>
    get(`/v1/sources/${name}/listing?externalId=${encodeURIComponent(externalId)}${rest}`);
  return [
    step("by source", 200, source("feed", "feed-0")),
    step("by source, with an identity full of signs", 200, source("board", "b/0?x=c++&y=é")),
    step(
      "by source, in full, where the identity holds an escape",
      200,
      source("board", "b/1?x=c++&y=%2F", "&view=full"),
    ),
    step("a plus sign in a query is a blank", 404, get("/v1/sources/board/listing?externalId=b/0?x=c++%26y=%C3%A9")),
    step(
      "signs that a query may hold unescaped",
      200,
      get("/v1/sources/board/listing?externalId=b/0?x=c%2b%2B%26y=%c3%a9"),
    ),
    step("by source, in Cyrillic and Chinese", 200, source("rows", "большой/路径?&%2F")),
    step("by source, with blanks around", 404, source("feed", " feed-0 ")),
    step("by the escaped name of a source", 200, get("/v1/sources/%66eed/listing?externalId=feed-0")),
    step("by source, unknown", 404, source("feed", "nobody")),
    step("by source, of a draft", 404, source("feed", `feed-${DRAFT}`)),
    step("by a source whose name is none", 400, source("FEED!", "feed-0")),
    step("by source, without the identity", 400, get("/v1/sources/feed/listing")),
    step("by source, with an identity too long", 400, source("feed", "é".repeat(2_001))),
    step("by source, with an identity of 2,000 characters", 404, source("feed", "é".repeat(2_000))),
  ];
}

function refusalSteps(): readonly Step[] {
  return [
    step("an id that nothing has", 404, get(`/v1/listings/${UNKNOWN_ID}`)),
    step("an id that is none", 400, get("/v1/listings/UPPER-CASE")),
    step("an id in Chinese, escaped", 400, get("/v1/listings/%E6%9D%B1%E4%BA%AC")),
    step("an id with an escaped slash", 400, get("/v1/listings/a%2Fb")),
    step("an id with an escaped question mark and hash", 400, get("/v1/listings/a%3Fview=full%23x")),
    step("an id with a percent sign", 400, get("/v1/listings/100%25")),
    step("an id with a plus sign", 400, get("/v1/listings/c++")),
    step("an id whose letters are escaped", 200, (seen) => {
      const id = boardId(seen, 0);
      return get(`/v1/listings/${[...id].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("")}`);
    }),
    step("an unknown parameter", 400, byId(0, "?View=full&fields=title")),
    step("a parameter twice", 400, byId(0, "?view=full&view=public")),
    step("a parameter that is empty", 400, byId(0, "?view=")),
    step("a parameter with another value", 400, byId(0, "/markdown?view=everything")),
    step("an escape that is no UTF-8", 400, byId(0, "?view=%E0%A4%A")),
  ];
}
