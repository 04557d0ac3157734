/**
 * Requests that were really made and their answers, in the order they were made. A test makes them again, with the same clock
 * and the same chance, and compares (`UPDATE_GOLDEN=1` records them anew).
 */
import recorded from "./examples.json" with { type: "json" };

export interface Example {
  /** A few words; unique. */
  readonly name: string;
  /** As in the route table: `GET /v1/listings/:id`. */
  readonly operation: string;
  readonly request: {
    /** With its query. */
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

// Written by the test, in this very shape.
export const EXAMPLES: readonly Example[] = recorded as readonly Example[];

/** As the document shows a body: JSON as a value, everything else as text. */
export function shownBody(mediaType: string, body: string): unknown {
  return /[/+]json$/.test(mediaType) ? JSON.parse(body) : body;
}

/** Without parameters such as the charset. */
export function mediaTypeOf(headers: Readonly<Record<string, string>>): string | undefined {
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type") ?? [];
  return value?.split(";")[0];
}
