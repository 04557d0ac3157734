/**
 * What the clients of a run know: which effects they asked for, which of them were acknowledged, what searches told them, and
 * which answers broke the contract. Every effect has a mark of its own, which its listing carries as `requisitionId`: so an
 * effect that is missing, or is there twice, shows in the log of the board.
 */
import type { Reply, Sent } from "./requests.ts";

/** The fields by which a listing of the load is compared with what was sent. */
export interface Content {
  readonly requisitionId: string;
  readonly title: string;
  readonly company: { readonly name: string };
  readonly description: { readonly format: "text"; readonly value: string };
  readonly tags: readonly string[];
  readonly source?: { readonly name: string; readonly externalId: string };
}

/** Something that a client wants done once, however often it has to ask. */
export interface Intent {
  readonly kind: "create" | "upsert" | "import" | "delete" | "publish";
  readonly sent: Sent;
  /** What is to be there afterwards: nothing for a deletion. */
  readonly contents: readonly Content[];
  /** Of a deletion. */
  readonly id?: string;
}

export interface Acknowledged {
  readonly content: Content;
  readonly id: string | undefined;
  /** Number of the log entry that the answer named; absent where it names none. */
  readonly revision: number | undefined;
}

/** A search's answer, to be held against the log up to the position that it names. */
export interface SearchSeen {
  readonly what: { readonly tag: string } | { readonly word: string };
  readonly position: number;
  readonly total: number;
  readonly ids: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly isStale: boolean;
  /** Number of the log entry that it has to reach, by what was acknowledged before it was asked for (`freshness.ts`). */
  readonly atLeast: number;
}

/** The answer to a read by id, with what its client knew when it asked. */
export interface ReadSeen {
  readonly id: string;
  /** Newest revision that was acknowledged; 0 for a listing whose write named none. */
  readonly atLeast: number;
  readonly wasDeleted: boolean;
  /** A deletion had been sent when the answer came. */
  readonly mayBeDeleted: boolean;
  /** `undefined`: there is none, or no more. */
  readonly listing: (Partial<Content> & { readonly revision: number }) | undefined;
}

export interface Ledger {
  /** By mark. */
  readonly acknowledged: Map<string, Acknowledged>;
  /** Every mark that was ever sent. */
  readonly sent: Map<string, Content>;
  readonly deleted: Set<string>;
  /** Deletions that were sent and perhaps not answered. */
  readonly deleting: Set<string>;
  readonly searches: SearchSeen[];
  readonly reads: ReadSeen[];
  /** What was acknowledged until when, in the order of time: the newest entry, and a position as it was answered. */
  readonly written: { readonly at: number; readonly newest: number; readonly position: string }[];
  /** Newest entry that the one process under an address has acknowledged as written by itself. */
  readonly ownWrites: Map<string, number>;
  /** Ids of listings, each time that a write to them was acknowledged; of an import one. */
  readonly touched: string[];
  /** Newest revision of a listing that was acknowledged. */
  readonly revisions: Map<string, number>;
  /** Intents that nobody has answered yet. */
  readonly open: Intent[];
  /** Intents that were answered for good, by kind. */
  readonly answered: Map<Intent["kind"], number>;
  /** Answers by status; 0 for none. */
  readonly statuses: Map<number, number>;
  /** What no fault excuses. */
  readonly wrong: string[];
}

export function newLedger(): Ledger {
  return {
    acknowledged: new Map(),
    sent: new Map(),
    deleted: new Set(),
    deleting: new Set(),
    searches: [],
    reads: [],
    written: [],
    ownWrites: new Map(),
    touched: [],
    revisions: new Map(),
    open: [],
    answered: new Map(),
    statuses: new Map(),
    wrong: [],
  };
}

/** A repetition that cannot do more than the request itself. */
function isRepeatable({ method, headers = {} }: Sent): boolean {
  return method === "PUT" || method === "DELETE" || "Idempotency-Key" in headers;
}

/** Counts an answer, and notes what of it the contract does not allow whatever happens to the stores. */
export function judgeStatus(ledger: Ledger, sent: Sent, reply: Reply | undefined): void {
  const status = reply?.status ?? 0;
  ledger.statuses.set(status, (ledger.statuses.get(status) ?? 0) + 1);
  if (reply === undefined || status < 500) return;
  const name = `${sent.method} ${sent.path.split("?")[0]}`;
  const hasRetryAfter = /^\d+$/.test(reply.headers.get("Retry-After") ?? "");
  if (status !== 503 && status !== 504) ledger.wrong.push(`${name}: ${status} ${reply.text.slice(0, 200)}`);
  else if (!hasRetryAfter && (status === 503 || isRepeatable(sent))) {
    ledger.wrong.push(`${name}: ${status} without Retry-After`);
  }
}

/** Whether anything was refused for now. */
export function hasRefused({ statuses }: Ledger): boolean {
  return statuses.has(503) || statuses.has(504);
}
