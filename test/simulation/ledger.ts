/** What clients have sent, and what became of it as far as anybody told them: held against every entry of the log. */
import type { ListingRecord, StoredListing } from "../../core/listing/record.ts";
import type { LogEntry } from "../../core/store/entry.ts";
import { type Given, wrongFields } from "./contents.ts";
import { BEGINNING } from "./life.ts";
import type { Model } from "./model.ts";
import { type Invariant, Violation } from "./violation.ts";

const DAY_MS = 86_400_000;
/** An idempotency key holds for 30 days (docs/http.md), by clocks that differ. */
const KEY_HOLDS_MS = 29 * DAY_MS;
/** Clocks differ by so much, and twice: of who wrote and of who judges. */
export const CLOCKS_DIFFER_MS = 2 * 11 * 60_000;
/** Until then something may happen as settings say that are no more: whoever read them stood still, or was late. */
const SETTINGS_HOLD_MS = 2 * DAY_MS;

/** One request that may change a listing. Requests with one marker are repetitions of one another. */
export interface Sent {
  readonly kind: "write" | "create" | "remove" | "archive" | "settings";
  /** Unique text, or number, that the change carries; of a removal or an archiving the listing's id. */
  readonly marker: string;
  /** Revision that the listing has to have; of an archiving the highest that it may have. */
  readonly revision?: number | undefined;
  /** An idempotency key: of all requests that carry it only one may have an effect. */
  readonly key?: string | undefined;
  /** What a write is to leave behind. */
  readonly given?: Given | undefined;
  isRefused: boolean;
}

export interface Ledger {
  send(sent: Omit<Sent, "isRefused">): Sent;
  /** Surely without effect, now and ever: so it was told. */
  refuse(sent: Sent): void;
  /** Effects of the requests with this marker so far. */
  effects(kind: Sent["kind"], marker: string): number;
  /** Before the model takes the entry. */
  judge(entry: LogEntry, now: number): void;
  /** Whether a listing may be deleted, or with `isLate` surely has to be, because it expired long ago. */
  isExpired(stored: StoredListing | undefined, now: number, isLate?: boolean): boolean;
}

export function ledger(known: Model, checked: (invariant: Invariant) => void): Ledger {
  const all = new Map<string, { readonly sent: Sent[]; effects: number }>();
  /** When each key had its effect. */
  const keys = new Map<string, number>();
  /** What the settings have said, and since when; the last one holds. */
  const kept = [{ days: 90, since: 0 }];

  function accountOf(kind: Sent["kind"], marker: string) {
    const name = `${kind === "create" ? "write" : kind} ${marker}`;
    const account = all.get(name) ?? { sent: [], effects: 0 };
    all.set(name, account);
    return account;
  }

  function assertCovered(kind: Sent["kind"], marker: string): void {
    const { sent, effects } = accountOf(kind, marker);
    const alive = sent.filter(({ isRefused }) => !isRefused).length;
    if (effects <= alive) return;
    const name = alive < sent.length ? "refused writes are not there" : "one effect per operation";
    throw new Violation(name, `${effects} effects of ${sent.length} requests, ${alive} not refused: ${kind} ${marker}`);
  }

  function take(kind: Sent["kind"], marker: string, before: StoredListing | undefined, now: number): Sent {
    const account = accountOf(kind, marker);
    if (account.sent.length === 0)
      throw new Violation("one effect per operation", `nobody has sent: ${kind} ${marker}`);
    account.effects++;
    assertCovered(kind, marker);
    checked("writes meet their preconditions");
    const meant = account.sent.filter((one) => !one.isRefused && isMet(one, before));
    const [first] = meant;
    if (first === undefined) {
      const found = before === undefined ? "nothing" : `${before.kind} ${before.revision}`;
      throw new Violation("writes meet their preconditions", `${kind} ${marker} was applied to ${found}`);
    }
    if (first.key === undefined) return first;
    const usedAt = keys.get(first.key);
    keys.set(first.key, now);
    if (usedAt !== undefined && now - usedAt < KEY_HOLDS_MS)
      throw new Violation("one effect per idempotency key", `another effect of key ${first.key}`);
    return first;
  }

  function assertMeant(stored: ListingRecord, { given, marker }: Sent, before: StoredListing | undefined): void {
    if (given === undefined) return;
    checked("writes are as they were sent");
    const wrong = wrongFields(stored, given, before);
    if (wrong.length > 0) throw new Violation("writes are as they were sent", `${marker} has another ${wrong}`);
  }

  function takeChange(stored: StoredListing, now: number): void {
    const before = known.now(stored.id);
    if (stored.kind === "listing") {
      const text = isArchiving(stored, before) ? stored.id : (stored.content.summary ?? "");
      assertMeant(stored, take(text === stored.id ? "archive" : "write", text, before, now), before);
    } else if (isExpired(before, now)) {
      checked("the expired are removed");
    } else if (accountOf("remove", stored.id).sent.length > 0) {
      take("remove", stored.id, before, now);
    } else {
      throw new Violation("one effect per operation", `nobody has removed ${stored.id}, and it has not expired`);
    }
  }

  function isExpired(stored: StoredListing | undefined, now: number, isLate = false): boolean {
    if (stored?.kind !== "listing" || stored.content.state !== "published") return false;
    const { visibleUntil = Number.POSITIVE_INFINITY } = stored;
    const days = kept.filter((_, i) => (kept[i + 1]?.since ?? now) >= now - SETTINGS_HOLD_MS).map((one) => one.days);
    const [most, slack] = isLate ? [Math.max(...days), -CLOCKS_DIFFER_MS] : [Math.min(...days), CLOCKS_DIFFER_MS];
    return visibleUntil + most * DAY_MS <= BEGINNING + now + slack;
  }

  return {
    send(given) {
      const sent = { ...given, isRefused: false };
      accountOf(sent.kind, sent.marker).sent.push(sent);
      return sent;
    },
    refuse(sent) {
      sent.isRefused = true;
      assertCovered(sent.kind, sent.marker);
    },
    effects: (kind, marker) => accountOf(kind, marker).effects,
    isExpired,
    judge({ changes, settings }, now) {
      for (const stored of changes) takeChange(stored, now);
      if (settings === undefined) return;
      kept.push({ days: settings.keepExpiredDays ?? 90, since: now });
      take("settings", String(settings.keepExpiredDays), undefined, now);
    },
  };
}

function isMet({ kind, revision }: Sent, before: StoredListing | undefined): boolean {
  if (kind === "create") return before?.kind !== "listing";
  if (kind === "archive") return (before?.revision ?? Number.POSITIVE_INFINITY) <= (revision ?? 0);
  return revision === undefined || (before?.kind === "listing" && before.revision === revision);
}

function isArchiving(stored: ListingRecord, before: StoredListing | undefined): boolean {
  return stored.isRetired === true && before?.kind === "listing" && before.content.summary === stored.content.summary;
}
