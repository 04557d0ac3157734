/** Single listings: created, replaced, patched and deleted, under conditions and keys. */
import { call, get, headerOf, type Seen, type Step, sendBytes, sendJson, step, textOf } from "../step.ts";

const UNKNOWN_ID = "0123456789abcdefghjkmnpqrs";
const LISTING = { title: "Gardener", company: { name: "Green & Sons" }, datePosted: "2022-03-04" } as const;
const CREATED = "POST with every kind of field";
const KEYED = "POST with a key";

/** Path of the listing that a step created. */
const at = (seen: Seen, name: string, rest = "") => `/v1/listings/${textOf(seen(name), "id")}${rest}`;
const etag = (seen: Seen, name: string) => headerOf(seen(name), "etag");

export function writeSteps(): readonly Step[] {
  return [...createSteps(), ...keySteps(), ...replaceSteps(), ...patchSteps(), ...removeSteps(), ...sourceSteps()];
}

function createSteps(): readonly Step[] {
  const post = (json: unknown, headers: Record<string, string> = {}) => sendJson("POST", "/v1/listings", json, headers);
  const full = {
    ...LISTING,
    summary: null,
    description: { format: "markdown", value: "Line\r\n\ttab  \n\n𝔘nicode \u2028 kept" },
    locations: [{ raw: "Anywhere" }, {}],
    tags: ["b", "a", "b"],
    employmentTypes: ["other", "full_time", "other"],
    compensation: [{ currency: "JPY", min: 5_000_000, max: "9000000.50", unit: "year" }],
    numbers: { weight: -0.5 },
    extra: { a: [null, 0, ""] },
    id: "ignored",
    revision: 99,
    position: { also: "ignored" },
  };
  const random = { makesId: true };
  return [
    step(CREATED, 201, post(full), random),
    step("what was created can be read", 200, (seen) => get(headerOf(seen(CREATED), "location"))),
    step("POST of the same again makes another listing", 201, post({ ...full, datePosted: "2022-03-05" }), random),
    step("POST of a draft without anything", 201, post({ state: "draft", datePosted: "2022-03-06" }), random),
    step("POST without a date is posted now", 201, post({ title: "Now", company: { name: "Now Ltd" } }), random),
    step(
      "POST with a new source",
      201,
      post({ ...LISTING, source: { name: "posted", externalId: "1", hubUrl: "https://hub.example.com/" } }),
    ),
    step("POST with a known source", 409, post({ ...LISTING, source: { name: "posted", externalId: "1" } })),
    step("POST that may only create", 400, post(LISTING, { "If-None-Match": "*" })),
  ];
}

function keySteps(): readonly Step[] {
  const post = (key: string, json: unknown = { ...LISTING, datePosted: "2022-03-07" }) =>
    sendJson("POST", "/v1/listings", json, { "Idempotency-Key": key });
  return [
    step(KEYED, 201, post("key-1")),
    step("the same key and body, in quotes, finds the listing", 201, post('"key-1"')),
    step(
      "the same key and body in other words finds the listing",
      201,
      post("key-1", { state: null, ...LISTING, datePosted: "2022-03-07", tags: [] }),
    ),
    step("the same key with another body", 422, post("key-1", { ...LISTING, title: "Other" })),
    step("a key of 255 characters", 201, post("k".repeat(255), { ...LISTING, datePosted: "2022-03-08" })),
    step("a key of 256 characters", 400, post("k".repeat(256))),
    step("a key with a letter that is not ASCII", 400, post("ké")),
    step(
      "a key with a source",
      201,
      post("key-2", { ...LISTING, datePosted: "2022-03-09", source: { name: "keyed", externalId: "1" } }),
    ),
    step(
      "a key with a source, again",
      201,
      post("key-2", { ...LISTING, datePosted: "2022-03-09", source: { name: "keyed", externalId: "1" } }),
    ),
    step(
      "another key with that source",
      409,
      post("key-3", { ...LISTING, datePosted: "2022-03-09", source: { name: "keyed", externalId: "1" } }),
    ),
  ];
}

function replaceSteps(): readonly Step[] {
  const put =
    (json: unknown, ifMatch?: (seen: Seen) => string, of = KEYED) =>
    (seen: Seen) =>
      sendJson("PUT", at(seen, of), json, ifMatch === undefined ? {} : { "If-Match": ifMatch(seen) });
  const replaced = "PUT replaces what it read";
  return [
    step("PUT without a condition", 428, put(LISTING)),
    step(
      replaced,
      200,
      put({ ...LISTING, title: "Replaced", tags: ["new"] }, (seen) => etag(seen, KEYED)),
    ),
    step(
      "PUT with a tag that is no longer current",
      412,
      put(LISTING, (seen) => etag(seen, KEYED)),
    ),
    step(
      "PUT of the same again is unchanged",
      200,
      put({ ...LISTING, title: "Replaced", tags: ["new"] }, (seen) => etag(seen, replaced)),
    ),
    step("the public view of what was replaced", 200, (seen) => get(at(seen, KEYED))),
    step(
      "PUT with a tag of the public view",
      412,
      put(LISTING, (seen) => etag(seen, "the public view of what was replaced")),
    ),
    step(
      "PUT with a weak tag",
      412,
      put(LISTING, (seen) => `W/${etag(seen, replaced)}`),
    ),
    step(
      "PUT with a condition that is none",
      400,
      put(LISTING, () => "12"),
    ),
    step("GET, edit, PUT", 200, (seen) => {
      const listing = JSON.parse(seen(replaced).text);
      return sendJson(
        "PUT",
        at(seen, KEYED),
        { ...listing, title: "Edited" },
        { "If-Match": `"1", ${etag(seen, replaced)}` },
      );
    }),
    step(
      "PUT of anything that is there",
      200,
      put({ ...LISTING, title: "Anything", state: "filled" }, () => "*"),
    ),
    step(
      "PUT that keeps state, date and promotion",
      200,
      put({ title: "Kept", company: { name: "Kept Ltd" } }, () => "*"),
    ),
    step(
      "PUT with another source",
      400,
      put({ ...LISTING, source: { name: "posted", externalId: "2" } }, () => "*", "POST with a new source"),
    ),
    step("PUT of an unknown id", 404, sendJson("PUT", `/v1/listings/${UNKNOWN_ID}`, LISTING, { "If-Match": "*" })),
    step("PUT of an id that is none", 400, sendJson("PUT", "/v1/listings/none", LISTING, { "If-Match": "*" })),
  ];
}

function patchSteps(): readonly Step[] {
  const patch =
    (json: unknown, headers: Record<string, string> = {}) =>
    (seen: Seen) =>
      sendJson("PATCH", at(seen, CREATED), json, { "If-Match": "*", ...headers });
  const merge = { "Content-Type": "application/merge-patch+json" };
  return [
    step("PATCH without a condition", 428, (seen) => sendJson("PATCH", at(seen, CREATED), { title: "x" })),
    step(
      "PATCH changes what it names",
      200,
      patch({ title: "Patched", company: { website: "https://green.example.com" }, tags: ["c"] }, merge),
    ),
    step("PATCH with null removes", 200, patch({ description: null, numbers: { weight: null }, extra: { a: null } })),
    step("PATCH of nothing is unchanged", 200, patch({}, merge)),
    step("PATCH with a stale revision", 412, patch({ title: "x" }, { "If-Match": '"1"' })),
    step("PATCH that removes the title", 400, patch({ title: null })),
    step("PATCH that removes the state", 400, patch({ state: null })),
    step("PATCH that brings a source", 400, patch({ source: { name: "x", externalId: "y" } })),
    step("PATCH of a list", 400, patch([])),
    step("PATCH with another type", 415, patch({}, { "Content-Type": "application/json-patch+json" })),
    step("PATCH to a draft hides it", 200, patch({ state: "draft" })),
    step("what was hidden is not found", 404, (seen) => get(at(seen, CREATED))),
  ];
}

function removeSteps(): readonly Step[] {
  const remove =
    (of: string, headers: Record<string, string> = {}) =>
    (seen: Seen) =>
      call("DELETE", at(seen, of), headers);
  const first = "DELETE of what is there";
  return [
    step("DELETE with a stale tag", 412, remove(KEYED, { "If-Match": '"1-published"' })),
    step("DELETE with a list of tags", 204, (seen) =>
      call("DELETE", at(seen, "POST of the same again makes another listing"), {
        "If-Match": `"1", ${etag(seen, "POST of the same again makes another listing")}`,
      }),
    ),
    step(first, 204, remove(KEYED)),
    step("DELETE again", 204, remove(KEYED)),
    step("DELETE again, with a condition", 204, remove(KEYED, { "If-Match": '"1"' })),
    step("GET of what was deleted", 410, (seen) => get(at(seen, KEYED))),
    step("GET of what was deleted, in full", 410, (seen) => get(at(seen, KEYED, "?view=full"))),
    step("Markdown of what was deleted", 410, (seen) => get(at(seen, KEYED, "/markdown"))),
    step("PUT of what was deleted", 410, (seen) => sendJson("PUT", at(seen, KEYED), LISTING, { "If-Match": "*" })),
    step("PATCH of what was deleted", 410, (seen) => sendJson("PATCH", at(seen, KEYED), {}, { "If-Match": "*" })),
    step(
      "the key of what was deleted",
      410,
      sendJson("POST", "/v1/listings", { ...LISTING, datePosted: "2022-03-07" }, { "Idempotency-Key": "key-1" }),
    ),
    step("DELETE of a draft", 204, remove(CREATED)),
    step("that a draft was deleted is not told", 404, (seen) => get(at(seen, CREATED))),
    step("that a draft was deleted, writers are told", 410, (seen) => get(at(seen, CREATED, "?view=full"))),
    step("DELETE of what never was", 404, call("DELETE", `/v1/listings/${UNKNOWN_ID}`)),
  ];
}

function sourceSteps(): readonly Step[] {
  const path = (externalId: string) => `/v1/sources/put/listing?externalId=${encodeURIComponent(externalId)}`;
  const put = (externalId: string, json: unknown, headers: Record<string, string> = {}) =>
    sendJson("PUT", path(externalId), json, headers);
  const file =
    '---\ntitle: "From a file"\ncompanyName: Files Ltd\nurl: https://files.example.com/1\nhost: https://hub.example.com\ntimestamp: 1690000000000\n---\nBody\n';
  const markdown = (externalId: string) =>
    sendBytes("PUT", path(externalId), file, { "Content-Type": "text/markdown" });
  const first = "PUT by source creates";
  return [
    step(first, 201, put("c++/1 ü", { ...LISTING, datePosted: "2022-04-01" })),
    step("PUT by source of the same is unchanged", 200, put("c++/1 ü", { ...LISTING, datePosted: "2022-04-01" })),
    step("PUT by source changes", 200, put("c++/1 ü", { title: "Changed", company: { name: "Put Ltd" } })),
    step("PUT by source with a tag that is stale", 412, (seen) =>
      put("c++/1 ü", LISTING, { "If-Match": etag(seen, first) }),
    ),
    step("PUT by source of what is not there, with a tag", 412, put("nobody", LISTING, { "If-Match": "*" })),
    step("PUT by source that may only create", 400, put("c++/1 ü", LISTING, { "If-None-Match": "*" })),
    step(
      "PUT by source takes a source that is the path's",
      201,
      put("2", {
        ...LISTING,
        datePosted: "2022-04-02",
        source: { name: "put", externalId: "2", url: "https://put.example.com/2" },
      }),
    ),
    step(
      "PUT by source with another identity in the body",
      400,
      put("2", { ...LISTING, source: { name: "put", externalId: "other" } }),
    ),
    step("PUT by source of a Markdown file", 201, markdown("file-1.md")),
    step("PUT by source of that file again", 200, markdown("file-1.md")),
    step("PUT by source of CSV", 415, sendBytes("PUT", path("3"), "a,b", { "Content-Type": "text/csv" })),
    step("PUT by source without a title", 400, put("3", { company: { name: "x" } })),
    step("DELETE by source", 204, call("DELETE", path("c++/1 ü"))),
    step("DELETE by source, again", 204, call("DELETE", path("c++/1 ü"))),
    step("GET by source of what was deleted", 410, get(path("c++/1 ü"))),
    step(
      "PUT by source over what was deleted creates, under the same id",
      201,
      put("c++/1 ü", { ...LISTING, datePosted: "2022-04-03" }),
    ),
    step("DELETE by source of what never was", 204, call("DELETE", path("never"))),
    step("DELETE by source of what never was, with a tag", 404, call("DELETE", path("never"), { "If-Match": "*" })),
    step("DELETE by source without the identity", 400, call("DELETE", "/v1/sources/put/listing")),
  ];
}
