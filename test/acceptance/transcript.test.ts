import { describe, expect, it } from "vitest";
import { differences } from "./difference.ts";
import { behindFrontEnd, type FrontEnd, NO_FRONT_END } from "./front-end.ts";
import { relations } from "./relations.ts";
import { type Answer, get, type Sent, sendJson, step } from "./step.ts";
import { type Entry, transcriber } from "./transcript.ts";

const NOW = Date.UTC(2026, 0, 15, 12);
const AT = "2026-01-15T12:00:00.123Z";
const POST = sendJson("POST", "/v1/listings", {});
const [A, B] = ["aaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbb"];

const answer = (json: unknown, headers: Record<string, string> = {}, status = 200): Answer => ({
  status,
  headers: { "content-type": "application/json", "x-request-id": "0".repeat(26), ...headers },
  text: JSON.stringify(json),
});

const listing = (id: string, board: string, seq: number, at = AT) => ({
  id,
  revision: seq,
  createdAt: at,
  updatedAt: at,
  position: `${board}-${seq}`,
});

/** Two creates and a read of the first, as a board of that name and with these ids would answer. */
function transcript(board: string, first: string, second: string, read: Answer): readonly Entry[] {
  const { transcribe } = transcriber({
    startedAt: NOW,
    now: () => NOW,
    names: new Map([["2026-01-14T12:00:00Z", "<24 hours ago>"]]),
  });
  const created = (id: string, seq: number) =>
    answer(
      listing(id, board, seq),
      { "rolecall-position": `${board}-${seq}`, etag: `"${seq}-published"`, date: `${board}` },
      201,
    );
  const create = (name: string) => step(name, 201, POST, { makesId: true });
  return [
    transcribe(create("one"), POST, created(first, 1)),
    transcribe(create("two"), POST, created(second, 2)),
    transcribe(step("read", 200, get("/")), get("/"), read),
  ];
}

const reference = transcript("kkkkkkkkkk", A, B, answer(listing(A, "kkkkkkkkkk", 1)));

describe("a transcript", () => {
  it("is the same for another board, other ids and another millisecond", () => {
    const other = listing(B, "mmmmmmmmmm", 1, "2026-01-15T12:00:00.999Z");
    expect(differences(transcript("mmmmmmmmmm", B, A, answer(other)), reference)).toEqual([]);
  });

  it.each<[string, Answer]>([
    ["the other listing", answer(listing(B, "kkkkkkkkkk", 1))],
    ["another place in the log", answer(listing(A, "kkkkkkkkkk", 2))],
    ["a date that is not of the run", answer(listing(A, "kkkkkkkkkk", 1, "2025-01-15T12:00:00.123Z"))],
    ["a field more", answer({ ...listing(A, "kkkkkkkkkk", 1), extra: null })],
    ["another order of fields", answer(Object.fromEntries(Object.entries(listing(A, "kkkkkkkkkk", 1)).reverse()))],
    ["a header more", answer(listing(A, "kkkkkkkkkk", 1), { "x-powered-by": "y" })],
    ["another status", answer(listing(A, "kkkkkkkkkk", 1), {}, 203)],
    [
      "a blank more",
      { ...answer(listing(A, "kkkkkkkkkk", 1)), text: `${JSON.stringify(listing(A, "kkkkkkkkkk", 1))} ` },
    ],
  ])("tells %s apart", (_what, read) => {
    const found = differences(transcript("kkkkkkkkkk", A, B, read), reference);
    expect(found.map(({ step }) => step)).toEqual(["read"]);
  });

  it("names scores and digests, which are of the run, but not what explains a score", () => {
    const explain = { text: 2, promotionBoost: 0.25, recencyBoost: 0.12, terms: [{ term: "cook", score: 2 }] };
    const digests = { storeDigest: "0".repeat(64), indexDigest: "0".repeat(64) };
    const read = answer({
      items: [
        { id: A, score: 2.24, explain },
        { id: B, score: 0 },
      ],
      ...digests,
    });
    expect(JSON.parse(transcript("kkkkkkkkkk", A, B, read)[2]?.body ?? "")).toEqual({
      items: [
        { id: "<id of one>", score: "<score>", explain: { ...explain, recencyBoost: "<recency>" } },
        { id: "<id of two>", score: 0 },
      ],
      storeDigest: "<digest 1>",
      indexDigest: "<digest 1>",
    });
  });

  it("that is shorter differs", () => {
    expect(differences(reference.slice(0, 2), reference)).toHaveLength(1);
    expect(differences(reference, reference.slice(0, 2))).toHaveLength(1);
  });

  it("names what the series chose, and leaves out what is of one connection", () => {
    const read = answer(
      { datePosted: "2026-01-14T12:00:00Z" },
      { date: "x", connection: "close", "content-length": "9" },
    );
    expect(transcript("kkkkkkkkkk", A, B, read)[2]).toEqual({
      name: "read",
      request: "GET /",
      status: 200,
      headers: { "content-type": "application/json", "x-request-id": "<request>" },
      body: '{"datePosted":"<24 hours ago>"}',
    });
  });
});

describe("relations", () => {
  const faults = (...answers: readonly (readonly [Sent, Answer])[]) => {
    const { faultsOf } = relations(NOW, () => NOW);
    return answers.flatMap(([sent, given], i) => {
      const id = given.headers["x-request-id"] === "same" ? 0 : i;
      return faultsOf(sent, { ...given, headers: { ...given.headers, "x-request-id": String(id).padStart(26, "0") } });
    });
  };
  const good = listing(A, "kkkkkkkkkk", 3);
  // Posted 7.5 days ago: 0.15 × 30 / 37.5.
  const hit = (fields: object) => ({
    id: A,
    score: 2.24,
    listing: { datePosted: "2026-01-08T00:00:00Z" },
    explain: { text: 2, promotionBoost: 0, recencyBoost: 0.12 },
    ...fields,
  });
  const problem = { type: "/problems/gone", title: "Gone", status: 410, detail: "it is", code: "gone", errors: [] };
  const asProblem = { "content-type": "application/problem+json" };

  it("find nothing wrong with what is right", () => {
    const written = answer(good, { "rolecall-position": "kkkkkkkkkk-3", "rolecall-action": "created" }, 201);
    expect(
      faults(
        [POST, written],
        [get("/"), answer({ items: [good] })],
        [get("/v1/search?q=cook"), answer({ items: [hit({}), hit({ score: 1, explain: undefined })] })],
        [get("/v1/search?q=cook&sort=newest"), answer({ items: [hit({ score: 1, explain: undefined }), hit({})] })],
        [get("/"), answer(problem, asProblem, 410)],
      ),
    ).toEqual([]);
  });

  it.each<[string, Answer, RegExp]>([
    ["an id that is none", answer({ ...good, id: "A" }), /is no id/],
    [
      "a time that is not of the run",
      answer({ ...good, createdAt: "2025-01-15T12:00:00.123Z" }),
      /no times of this run/,
    ],
    [
      "an update before the creation",
      answer({ ...good, updatedAt: "2026-01-15T11:59:59.999Z" }),
      /before it was created/,
    ],
    ["a position of another revision", answer({ ...good, position: "kkkkkkkkkk-4" }), /is not revision/],
    ["an age that is none", answer({}, { "rolecall-age-ms": "-1" }), /no age/],
    ["a length that is not the body's", answer({}, { "content-length": "3" }), /2 bytes came/],
    ["a request id that was there before", answer({}, { "x-request-id": "same" }), /not a new id/],
    ["an index that went back", answer({}, { "rolecall-position": "kkkkkkkkkk-2" }), /went back from 3 to 2/],
    ["an error that is no problem", answer(problem, {}, 410), /an error of type/],
    ["an error without members", answer([], asProblem, 410), /no object/],
    ["a problem of another code", answer({ ...problem, code: "lost" }, asProblem, 410), /of code lost/],
    ["a problem of another status", answer(problem, asProblem, 404), /410 in a 404/],
    ["a problem without words", answer({ ...problem, detail: "" }, asProblem, 410), /without words/],
    ["a problem without its faults", answer({ ...problem, errors: undefined }, asProblem, 410), /errors undefined/],
    [
      "a fault without a place",
      answer({ ...problem, errors: [{ code: "x", detail: "y" }] }, asProblem, 410),
      /problem errors/,
    ],
    ["a score that is not what explains it", answer({ items: [hit({ score: 2.3 })] }), /2.3 is explained by 2\.24/],
    [
      "a recency that is of another day",
      answer({ items: [hit({ explain: { text: 2, promotionBoost: 0, recencyBoost: 0.1 } })] }),
      /a recency of 0.1 is not between/,
    ],
    [
      "scores out of order",
      answer({ items: [hit({ score: 1, explain: undefined }), hit({})] }),
      /behind a smaller one/,
    ],
    ["a state that was another", answer({ ...good, updatedAt: "2026-01-15T12:00:00.124Z" }), / was .* and is /],
  ])("find %s", (_what, wrong, words) => {
    const before = answer(good, { "rolecall-position": "kkkkkkkkkk-3" });
    const sent = get("/v1/search?q=cook");
    expect(faults([get("/"), before], [sent, wrong])).toContainEqual(expect.stringMatching(words));
  });

  it("find a write that took no new place", () => {
    const written = answer(good, { "rolecall-position": "kkkkkkkkkk-3", "rolecall-action": "updated" });
    expect(faults([POST, written], [POST, written])).toHaveLength(1);
  });
});

describe("a front end", () => {
  const entry = (body: string, headers: Record<string, string> = {}): Entry => ({
    name: "one",
    request: "GET /",
    status: 200,
    headers,
    body,
  });
  const special = { step: "one", because: "it may", answer: () => ({ status: 200, headers: {}, body: "special" }) };
  const via = { adds: { via: /^x$/ }, completes: {} };
  const compared = (own: Entry, cases = [special], headers: Omit<FrontEnd, "cases"> = NO_FRONT_END) =>
    behindFrontEnd([own], [entry("usual")], { ...headers, cases });

  it("may answer as it is known to", () => {
    expect(compared(entry("special"))).toEqual({ entries: [entry("usual")], faults: [] });
  });

  it.each([
    ["answers in a third way", compared(entry("other"))],
    ["no longer answers for itself", compared(entry("usual"))],
    ["has a case for no step", compared(entry("usual"), [{ ...special, step: "two" }])],
    ["no longer adds its header", compared(entry("special"), [special], via)],
    ["adds its header with another value", compared(entry("special", { via: "y" }), [special], via)],
  ])("that %s is noticed", (_what, { faults }) => {
    expect(faults).not.toEqual([]);
  });

  it("may add its header to every answer", () => {
    const added = compared(entry("usual", { via: "x" }), [], via);
    expect(added).toEqual({ entries: [entry("usual")], faults: [] });
  });

  it("may complete an answer that lacks a header, and no other", () => {
    const completes = { adds: {}, completes: { type: "x" } };
    expect(compared(entry("usual", { type: "x" }), [], completes)).toEqual({ entries: [entry("usual")], faults: [] });
    expect(compared(entry("usual", { type: "y" }), [], completes).entries).toEqual([entry("usual", { type: "y" })]);
    expect(compared(entry("usual"), [], completes).faults).toHaveLength(1);
  });
});
