/**
 * What the names in a transcript hide: that ids and tokens have their form, that times are instants of the run and in order,
 * that positions grow, that one state of a listing looks the same wherever it is shown, and that scores are what they are
 * explained by and in their order.
 */
import { isListingId } from "../../core/listing/id.ts";
import { isObject } from "../../core/listing/is-object.ts";
import type { Answer, Sent } from "./step.ts";

export interface Relations {
  /** What is wrong with an answer, beside the answers before it. */
  faultsOf(sent: Sent, answer: Answer): string[];
}

const TOKEN = /^([0-9a-hjkmnp-tv-z]{10})-(\d{1,12})$/;
const AGE = /^\d{1,6}$/;
const CLOCK_MARGIN_MS = 60_000;
const DAY_MS = 86_400_000;
/** The name that Lambda gives a request. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Texts and boosts are shown to six decimals. */
const SCORE_MARGIN = 1e-5;

export function relations(startedAt: number, now: () => number): Relations {
  const requestIds = new Set<string>();
  /** Times and place of each revision of each listing. */
  const states = new Map<string, string>();
  let newest = 0;

  function requestIdFaults(sent: Sent, { headers }: Answer): string[] {
    const id = headers["x-request-id"] ?? "";
    if (id === sent.headers["X-Request-Id"]) return [];
    const isNew = (isListingId(id) || UUID.test(id)) && !requestIds.has(id);
    requestIds.add(id);
    return isNew ? [] : [`X-Request-Id ${JSON.stringify(id)} is not a new id`];
  }

  /** A write that took a place took the newest; an answer of the index may not go back behind one that was given. */
  function positionFaults({ method, path }: Sent, { status, headers }: Answer): string[] {
    const token = headers["rolecall-position"];
    if (token === undefined) return [];
    const [, , seq] = TOKEN.exec(token) ?? [];
    if (seq === undefined) return [`Rolecall-Position ${token} is no position`];
    const before = newest;
    newest = Math.max(newest, Number(seq));
    if (isRead(method, path)) return Number(seq) < before ? [`the index went back from ${before} to ${seq}`] : [];
    const action = headers["rolecall-action"];
    const isWritten = action === "created" || action === "updated" || (status === 201 && action !== undefined);
    return isWritten && Number(seq) <= before ? [`a write took place ${seq}, but ${before} was taken`] : [];
  }

  function listingFaults(listing: Readonly<Record<string, unknown>>): string[] {
    const { id, revision, createdAt, updatedAt, position } = listing;
    const faults: string[] = [];
    if (typeof id !== "string" || !isListingId(id)) faults.push(`${id} is no id`);
    if (!isOfRun(createdAt) || !isOfRun(updatedAt))
      faults.push(`${id}: ${createdAt}, ${updatedAt} are no times of this run`);
    if (String(createdAt) > String(updatedAt)) faults.push(`${id}: updated before it was created`);
    if (Number(TOKEN.exec(String(position))?.[2]) !== revision)
      faults.push(`${id}: ${position} is not revision ${revision}`);
    const key = `${id} at ${revision}`;
    const state = [createdAt, updatedAt, position].join(" ");
    if ((states.get(key) ?? state) !== state) faults.push(`${key} was ${states.get(key)} and is ${state}`);
    states.set(key, state);
    return faults;
  }

  function scoreFaults({ path }: Sent, hits: readonly Hit[]): string[] {
    const isByRelevance = /^\/v1\/search\?/.test(path) && /[?&]q=/.test(path) && !/[?&]sort=/.test(path);
    const unordered = hits.filter(({ score }, i) => score > (hits[i - 1]?.score ?? score));
    return [
      ...(isByRelevance ? unordered.map(({ id, score }) => `${id}: a score of ${score} behind a smaller one`) : []),
      ...hits.flatMap(explanationFaults),
    ];
  }

  function explanationFaults({ id, score, explain, listing }: Hit): string[] {
    if (explain === undefined) return [];
    const { text, promotionBoost, recencyBoost } = explain;
    const faults: string[] = [];
    const product = text * (1 + promotionBoost + recencyBoost);
    if (Math.abs(product - score) > SCORE_MARGIN * (1 + text))
      faults.push(`${id}: ${score} is explained by ${product}`);
    const posted = Date.parse(listing.datePosted);
    const [least, most] = [now() + CLOCK_MARGIN_MS, startedAt - CLOCK_MARGIN_MS].map((at) => recencyOf(at - posted));
    if (recencyBoost < (least ?? 0) - SCORE_MARGIN || recencyBoost > (most ?? 0) + SCORE_MARGIN)
      faults.push(`${id}: a recency of ${recencyBoost} is not between ${least} and ${most}`);
    return faults;
  }

  function isOfRun(instant: unknown): boolean {
    const at = typeof instant === "string" && instant.endsWith("Z") ? Date.parse(instant) : Number.NaN;
    return at >= startedAt - CLOCK_MARGIN_MS && at <= now() + CLOCK_MARGIN_MS;
  }

  return {
    faultsOf: (sent, answer) => [
      ...requestIdFaults(sent, answer),
      ...positionFaults(sent, answer),
      ...lengthFaults(sent, answer),
      ...ageFaults(answer),
      ...problemFaults(answer),
      ...scoreFaults(sent, hitsOf(bodyOf(answer))),
      ...listingsOf(bodyOf(answer)).flatMap(listingFaults),
    ],
  };
}

interface Hit {
  readonly id: string;
  readonly score: number;
  readonly listing: { readonly datePosted: string };
  readonly explain?: { readonly text: number; readonly promotionBoost: number; readonly recencyBoost: number };
}

/** docs/search.md, "Score". */
function recencyOf(ageMs: number): number {
  return (0.15 * 30) / (30 + Math.max(0, ageMs) / DAY_MS);
}

function hitsOf(body: unknown): readonly Hit[] {
  if (!isObject(body) || !Array.isArray(body.items)) return [];
  return body.items.filter((item): item is Hit => isObject(item) && "score" in item && "listing" in item);
}

function isRead(method: string, path: string): boolean {
  return method === "GET" || method === "HEAD" || path.startsWith("/v1/search");
}

function lengthFaults({ method }: Sent, { headers, text, status }: Answer): string[] {
  const length = headers["content-length"];
  if (length === undefined || method === "HEAD" || status === 304) return [];
  const bytes = Buffer.byteLength(text);
  return Number(length) === bytes ? [] : [`Content-Length ${length}, but ${bytes} bytes came`];
}

function ageFaults({ headers }: Answer): string[] {
  const age = headers["rolecall-age-ms"];
  return age === undefined || AGE.test(age) ? [] : [`Rolecall-Age-Ms ${age} is no age`];
}

/** RFC 9457, and the members that the contract adds. */
function problemFaults({ status, headers, text }: Answer): string[] {
  if (status < 400 || text === "") return [];
  const type = headers["content-type"];
  const faults = type === "application/problem+json" ? [] : [`an error of type ${type}`];
  const problem = parsed(text);
  if (!isObject(problem)) return [...faults, "an error whose body is no object"];
  const { code, title, detail, errors } = problem;
  if (problem.type !== `/problems/${code}`) faults.push(`problem type ${problem.type} of code ${code}`);
  if (problem.status !== status) faults.push(`problem status ${problem.status} in a ${status}`);
  for (const text of [title, detail])
    if (typeof text !== "string" || text === "") faults.push("a problem without words");
  if (!Array.isArray(errors) || !errors.every(isFault)) faults.push(`problem errors ${JSON.stringify(errors)}`);
  return faults;
}

function isFault(fault: unknown): boolean {
  if (!isObject(fault) || typeof fault.code !== "string" || typeof fault.detail !== "string") return false;
  return ["pointer", "parameter", "header"].filter((place) => typeof fault[place] === "string").length === 1;
}

/** Every listing in a body, wherever it is in it. */
function listingsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(listingsOf);
  if (!isObject(value)) return [];
  if ("revision" in value && "createdAt" in value) return [value];
  return Object.values(value).flatMap(listingsOf);
}

function bodyOf({ headers, text }: Answer): unknown {
  return /json$/.test(headers["content-type"] ?? "") && !/ndjson/.test(headers["content-type"] ?? "")
    ? parsed(text)
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
