/**
 * Which documents readers can see at an instant. A snapshot lists only those with a first or a last instant, sorted by it, so
 * that the set of an instant is the published ones without the few that are not yet or not any more. The set is kept until
 * the clock crosses the next such instant, and follows every change of the index in between.
 */
import { type EffectiveState, stateAt } from "../listing/lifecycle.ts";
import { firstPlace } from "./bisect.ts";
import { Bitmap } from "./bitmap.ts";
import type { Facts } from "./facts.ts";
import type { Renumbering } from "./renumbering.ts";
import type { Needs, SectionWriter } from "./sections.ts";

/** Documents that change at an instant, by instant. */
interface Boundaries {
  readonly at: Float64Array;
  readonly docs: Uint32Array;
}

export class Visibility {
  readonly #facts: Facts;
  readonly #basePublished: Uint32Array;
  readonly #from: Boundaries;
  readonly #until: Boundaries;
  #published = new Bitmap();
  /** The set holds for `#since` ≤ now < `#before`, and `#at` lies between; at first it holds for no instant. */
  #since = Number.POSITIVE_INFINITY;
  #before = Number.NEGATIVE_INFINITY;
  #at: number | undefined;
  /** Of every document of the base, made when a state other than `published` is asked for. */
  #instants: { readonly from: Float64Array; readonly until: Float64Array } | undefined;

  constructor(facts: Facts) {
    this.#facts = facts;
    const { base } = facts;
    this.#basePublished = base.u32("facts.published");
    this.#from = { at: base.f64("visible.from-at"), docs: base.u32("visible.from") };
    this.#until = { at: base.f64("visible.until-at"), docs: base.u32("visible.until") };
  }

  need(needs: Needs): void {
    needs.add(this.#basePublished);
    for (const { at, docs } of [this.#from, this.#until]) needs.add(at).add(docs);
  }

  /** Not to be changed by the caller, and not to be kept across a change of the index. */
  at(now: number, states: readonly EffectiveState[]): Bitmap {
    const needs = this.#facts.base.needs();
    this.need(needs);
    const isPublic = states.length === 1 && states[0] === "published";
    if (!isPublic) this.#facts.needStates(needs);
    needs.settle();
    if (isPublic) return this.#publishedAt(now);
    return this.#facts.live.filter((doc) => states.includes(this.stateOf(doc, now)));
  }

  /** What readers are told of a document; needs states and instants. */
  stateOf(doc: number, now: number): EffectiveState {
    const [from, until] = this.instantsOf(doc);
    return stateAt(now, this.#facts.state(doc), from, until);
  }

  /** First instant at which readers may see it, and first at which they may not any more. */
  instantsOf(doc: number): readonly [from: number, until: number] {
    if (!this.#facts.isBase(doc)) {
      const { visibleFrom, visibleUntil } = this.#facts.tailFacts(doc);
      return [visibleFrom, visibleUntil];
    }
    this.#instants ??= {
      from: spread(this.#from, this.#facts.baseCount, Number.NEGATIVE_INFINITY),
      until: spread(this.#until, this.#facts.baseCount, Number.POSITIVE_INFINITY),
    };
    const { from, until } = this.#instants;
    return [from[doc] ?? Number.NEGATIVE_INFINITY, until[doc] ?? Number.POSITIVE_INFINITY];
  }

  added(doc: number): void {
    if (this.#at !== undefined) this.#place(doc, this.#at);
  }

  removed(doc: number): void {
    this.#published.remove(doc);
  }

  write({ count, from }: Renumbering, out: SectionWriter): void {
    const [starts, ends]: [number[], number[]] = [[], []];
    const [startAt, endAt] = [new Float64Array(count), new Float64Array(count)];
    for (let i = 0; i < count; i++) {
      const [visibleFrom, visibleUntil] = this.instantsOf(from[i] ?? 0);
      startAt[i] = visibleFrom;
      endAt[i] = visibleUntil;
      if (Number.isFinite(visibleFrom)) starts.push(i);
      if (Number.isFinite(visibleUntil)) ends.push(i);
    }
    writeBoundaries("visible.from", starts, startAt, out);
    writeBoundaries("visible.until", ends, endAt, out);
  }

  #publishedAt(now: number): Bitmap {
    this.#at = now;
    if (now >= this.#since && now < this.#before) return this.#published;
    this.#since = Number.NEGATIVE_INFINITY;
    this.#before = Number.POSITIVE_INFINITY;
    const { live, end, tailStart } = this.#facts;
    const published = new Bitmap(end);
    published.words.set(this.#basePublished);
    const { from: starts, until: ends } = { from: this.#from, until: this.#until };
    const begun = firstAbove(starts.at, now);
    for (let i = begun; i < starts.docs.length; i++) published.remove(starts.docs[i] ?? 0);
    const ended = firstAbove(ends.at, now);
    for (let i = 0; i < ended; i++) published.remove(ends.docs[i] ?? 0);
    for (const { at } of [starts, ends]) this.#narrow(at, firstAbove(at, now));
    this.#published = published.and(live);
    for (let doc = tailStart; doc < end; doc++) if (live.has(doc)) this.#place(doc, now);
    return this.#published;
  }

  #narrow(at: Float64Array, next: number): void {
    this.#since = Math.max(this.#since, at[next - 1] ?? Number.NEGATIVE_INFINITY);
    this.#before = Math.min(this.#before, at[next] ?? Number.POSITIVE_INFINITY);
  }

  /** A document of the tail: narrows the interval around `now` to where it does not change. */
  #place(doc: number, now: number): void {
    if (!this.#facts.isPublished(doc)) return;
    const [from, until] = this.instantsOf(doc);
    for (const boundary of [from, until]) {
      if (boundary <= now) this.#since = Math.max(this.#since, boundary);
      else this.#before = Math.min(this.#before, boundary);
    }
    if (from <= now && now < until) this.#published.add(doc);
  }
}

/** The first place whose instant is above `now`. */
function firstAbove(at: Float64Array, now: number): number {
  return firstPlace(0, at.length, (place) => (at[place] ?? 0) > now);
}

function spread({ at, docs }: Boundaries, count: number, otherwise: number): Float64Array {
  const instants = new Float64Array(count).fill(otherwise);
  for (let i = 0; i < docs.length; i++) instants[docs[i] ?? 0] = at[i] ?? otherwise;
  return instants;
}

function writeBoundaries(name: string, docs: number[], instants: Float64Array, out: SectionWriter): void {
  docs.sort((a, b) => (instants[a] ?? 0) - (instants[b] ?? 0) || a - b);
  out.add(
    `${name}-at`,
    Float64Array.from(docs, (doc) => instants[doc] ?? 0),
  );
  out.add(name, Uint32Array.from(docs));
}
