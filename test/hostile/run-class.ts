/**
 * Sends the cases of a class one after the other over one connection, and says what is wrong: with an answer, with the valid
 * request behind it, with what is stored afterwards.
 */
import { isDeepStrictEqual } from "node:util";
import {
  type Expected,
  get,
  type HostileCase,
  type HostileClass,
  type RawRequest,
  type Request,
  type Seeded,
} from "./case.ts";
import { type Answer, type Connection, connection, wire } from "./connection.ts";
import { answerFaults, jsonOf } from "./judge.ts";
import type { Platform } from "./platform.ts";
import { seeded } from "./seeded.ts";
import { type Ledger, ledger, storedFaults } from "./stored.ts";

export interface ClassRun {
  /** Each begins with the name of its case. */
  readonly faults: readonly string[];
  /** How many cases were sent. */
  readonly sent: number;
}

export async function runClass(
  url: string,
  { cases, isExported = false }: HostileClass,
  platform: Platform,
): Promise<ClassRun> {
  const line = callers(url);
  try {
    const before = await seeded(line.ask, new URL(url).host);
    const written = ledger();
    const faults: string[] = [];
    const sent = sampleOf(cases, platform.every);
    for (const one of sent) {
      const found = await caseFaults(line, one, { before, written, platform });
      faults.push(...found.map((fault) => `${one.name}: ${fault}`));
    }
    faults.push(...(await storedFaults(line.ask, { since: before.position, written, isExported })));
    return { faults, sent: sent.length };
  } finally {
    line.close();
  }
}

/** Every so manieth case from the first on, with those that they need: the same in every run. */
function sampleOf(cases: readonly HostileCase[], every: number): readonly HostileCase[] {
  const taken = cases.filter((_, i) => i % every === 0);
  const names = new Set(taken.flatMap(({ name, after }) => (after === undefined ? [name] : [name, after])));
  return cases.filter(({ name }) => names.has(name));
}

/** A request that has to succeed. */
export type Ask = (request: Request) => Promise<Answer>;

interface Callers {
  /** Sends as a case does; `undefined` for a connection that was closed instead. */
  send(request: Request | RawRequest): Promise<Answer | undefined>;
  /** @throws Error for what has no answer. */
  readonly ask: Ask;
  close(): void;
}

/** One connection for as long as it stays open, then the next. */
function callers(url: string): Callers {
  const { host } = new URL(url);
  let current: Connection | undefined;
  const send = (request: Request | RawRequest): Promise<Answer | undefined> => {
    if (current === undefined || !current.isOpen) current = connection(url);
    const isRaw = "pieces" in request;
    return current.exchange(isRaw ? request : wire(request, host), isRaw ? "" : request.method);
  };
  return {
    send,
    async ask(request) {
      // A connection that the server closes in this very moment says nothing about the request.
      const answer = (await send(request)) ?? (await send(request));
      if (answer === undefined) throw new Error(`${request.method} ${request.path.slice(0, 100)} has no answer`);
      return answer;
    },
    close: () => current?.close(),
  };
}

interface CaseContext {
  readonly before: Seeded;
  readonly written: Ledger;
  readonly platform: Platform;
}

async function caseFaults(
  line: Callers,
  one: HostileCase,
  { before, written, platform }: CaseContext,
): Promise<string[]> {
  const request = one.request(before);
  const expected = expectedOn(platform, request, one.expected);
  let answer: Answer | undefined;
  try {
    answer = await line.send(request);
  } catch (error) {
    line.close();
    return [error instanceof Error ? error.message : String(error)];
  }
  if (expected.endsConnection === true) line.close();
  const faults = answerFaults(answer, expected, sizeOf(request));
  const listing = answer === undefined ? undefined : written.note(one.name, answer, expected);
  return [...faults, ...(await validFaults(line, before, listing))];
}

function expectedOn(platform: Platform, request: Request | RawRequest, expected: Expected): Expected {
  const instead = platform.instead(request);
  if (instead === undefined) return expected;
  return { ...expected, statuses: [...expected.statuses, ...instead.statuses], isForeign: true };
}

/** The valid request right after: what was just written, read back; else the listing that was there before. */
async function validFaults(
  line: Callers,
  before: Seeded,
  listing: Readonly<Record<string, unknown>> | undefined,
): Promise<string[]> {
  const id = typeof listing?.id === "string" ? listing.id : before.id;
  const answer = await line.ask(get(`/v1/listings/${id}?view=full`));
  if (answer.status !== 200) return [`the valid request after it is ${answer.status}: ${answer.text.slice(0, 200)}`];
  if (listing === undefined || isDeepStrictEqual(jsonOf(answer), listing)) return [];
  return [`what was accepted reads back as ${answer.text.slice(0, 300)}`];
}

function sizeOf(request: Request | RawRequest): number {
  if ("pieces" in request) return request.pieces.reduce((sum, piece) => sum + piece.length, 0);
  const headers = request.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return request.path.length + headers + (request.body?.length ?? 0);
}
