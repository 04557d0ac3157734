/** A client: one request after the other, each to some instance, with a memory of what it has sent and read. */
import type { ListingInput } from "../../core/listing/input.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { StoredListing } from "../../core/listing/record.ts";
import type { SourceIdentity } from "../../core/store/board.ts";
import type { Answer, Told } from "./ask.ts";
import type { Instance, Services } from "./instances.ts";
import { BEGINNING } from "./life.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** Of upserts, and how many listings it has. */
export const SOURCE = "feed";
export const EXTERNAL_IDS = 5;
const HOUR_MS = 3_600_000;
/** Expired for longer than such listings are kept. */
const LONG_OVER = { datePosted: "2025-11-01", validThrough: "2025-11-20" } as const;
const WORDS = ["alpha", "beta", "gamma", "delta"] as const;
const TAGS = ["red", "green", "blue"] as const;

export type SourcedInput = ListingInput & { readonly source: SourceIdentity };

/** A consumer of changes: its own copy of the board, and how far that is. */
export interface Feed {
  cursor: string | undefined;
  seq: number;
  readonly listings: Map<string, StoredListing>;
  /** Revision and id of each change that it was given since it began. */
  readonly delivered: Set<string>;
}

export interface Client {
  readonly name: string;
  readonly world: World;
  readonly chance: Random;
  readonly feed: Feed;
  /** Ids that it has met. */
  readonly ids: string[];
  /** Bodies that it has sent for a source, to be sent again as they are. */
  readonly bodies: SourcedInput[];
  /** Keyed creates that it has sent. */
  readonly keyed: { readonly key: string; readonly marker: string; readonly input: ListingInput }[];
  steps: number;
}

export function client(name: string, world: World): Client {
  const feed: Feed = { cursor: undefined, seq: -1, listings: new Map(), delivered: new Set() };
  return { name, world, chance: world.chance.fork(name), feed, ids: [], bodies: [], keyed: [], steps: 0 };
}

export function marker({ name }: Client, step: number): string {
  return `${name}.${step}`;
}

/** A listing that carries the marker, and otherwise differs by chance. */
export function body({ chance, world }: Client, text: string): Record<string, unknown> {
  const now = BEGINNING + world.time.now;
  const soon = (doublings: number) => new Date(now + chance.spread(60_000, doublings)).toISOString();
  return {
    title: `${chance.pick(WORDS)} ${chance.pick(WORDS)}`,
    company: { name: "Acme" },
    summary: text,
    tags: chance.chance(0.7) ? [chance.pick(TAGS)] : [],
    ...(chance.chance(0.15) ? { state: chance.pick(["draft", "paused", "published"]) } : {}),
    ...(chance.chance(0.2) ? { validThrough: soon(12) } : {}),
    ...(chance.chance(0.1) ? { publishAt: new Date(now - HOUR_MS + chance.below(2 * HOUR_MS)).toISOString() } : {}),
    ...(chance.chance(0.2) ? { datePosted: `2026-02-0${1 + chance.below(3)}` } : {}),
    ...(chance.chance(0.05) ? LONG_OVER : {}),
    ...(chance.chance(0.3) ? { compensation: [pay(chance), ...(chance.chance(0.3) ? [pay(chance)] : [])] } : {}),
    ...(chance.chance(0.3) ? { locations: [place(chance), ...(chance.chance(0.3) ? [place(chance)] : [])] } : {}),
    ...(chance.chance(0.15) ? { promotion: chance.pick([-5, 10]) } : {}),
  };
}

/** A few amounts only, so that many are equal. */
function pay(chance: Random) {
  return {
    currency: chance.pick(["EUR", "EUR", "USD"]),
    max: chance.pick(["3000", "4000"]),
    unit: chance.pick(["month", "year"]),
  };
}

/** All on one meridian, and some equally far from the equator. */
function place(chance: Random) {
  return { raw: "Somewhere", lng: 0, lat: chance.pick([-20, -10, 10, 20]) };
}

export function input(of: Client, text: string): ListingInput {
  const { publishAt, ...fields } = body(of, text);
  // Both, and the end might lie before the beginning.
  return parseListing(fields.validThrough === undefined ? { ...fields, publishAt } : fields);
}

export function sourcedInput(
  of: Client,
  text: string,
  externalId = String(of.chance.below(EXTERNAL_IDS)),
): SourcedInput {
  const source = { name: SOURCE, externalId };
  return { ...input(of, text), source };
}

/** An id that it has met. */
export function remember({ ids }: Client, id: string): void {
  if (!ids.includes(id)) ids.push(id);
}

/** A living instance if there is one. */
function someInstance({ chance, world }: Client): Instance {
  const alive = world.instances.filter(({ life }) => !life.isDead);
  const [first, ...rest] = alive.length === 0 ? world.instances : alive;
  if (first === undefined) throw new RangeError("a world has instances");
  return chance.pick([first, ...rest]);
}

/** Asks some instance; `told` holds what it says against what is known of the time between asking and telling. */
export function ask<T>(
  of: Client,
  what: string,
  timeoutMs: number,
  work: (services: Services, signal: AbortSignal) => Promise<T>,
  told: (answer: Told<T>, window: Window) => void,
): Promise<Answer<T>> {
  const { world } = of;
  const instance = someInstance(of);
  const asked = world.known.tick;
  world.time.note(`${of.name} asks ${what}`, () => `${of.name} asks ${instance.name}: ${what}`);
  const hear = (answer: Told<T>) => {
    const outcome = answer.kind === "told" ? "done" : answer.error.code;
    world.time.note(`${of.name} ${outcome}`, () => `${instance.name} tells ${of.name}: ${what}: ${outcome}`);
    world.rule(`answer: ${outcome}`);
    told(answer, { asked, told: world.known.tick });
  };
  return world.ask(instance, { timeoutMs, work, told: hear });
}

/** Between these ticks of the model something was asked and answered. */
export interface Window {
  readonly asked: number;
  readonly told: number;
}
