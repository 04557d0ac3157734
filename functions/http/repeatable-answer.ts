/** Answers that depend on nothing but their address, what is stored and the clock: a server may give them again. */
import { routeOf } from "./request-line.ts";
import type { RequestContext, Services } from "./services.ts";

/** What may be kept beside an address; `headersNow` says each time whether it is still what the handler would answer. */
export interface RepeatableAnswer {
  readonly etag: string;
  readonly body: string;
  readonly mediaType: string;
  /**
   * The headers beside those of every answer, as they are now. `undefined` when the answer may be another one, or has to wait for
   * something. It must be as fresh as the handler's own would be. What it throws, the handler says.
   */
  headersNow(): Readonly<Record<string, string>> | undefined;
  /** For the line of a request that gets it. */
  readonly facts: RepeatedFacts;
}

export interface RepeatedFacts {
  readonly route: string;
  readonly board: string;
  readonly principal: string;
  readonly partial: boolean;
}

/** Lets the server keep an answer, which is made only where it has asked for that. */
export function mayBeRepeated(
  c: RequestContext,
  { board }: Pick<Services, "board">,
  answerOf: () => Omit<RepeatableAnswer, "facts">,
): void {
  const keep = c.env?.keep;
  if (keep === undefined) return;
  const partial = c.get("partial") === true;
  keep({ ...answerOf(), facts: { route: routeOf(c), board: board.name, principal: c.get("principal").id, partial } });
}
