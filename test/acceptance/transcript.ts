/**
 * Answers with what chance and clocks put into them replaced by names, so that two runs can be compared: a random id is
 * named after the step that made it, a place in the log after the step that wrote it, an instant of the run is `<now>`. Equal
 * values get equal names. Everything else stays as it was sent, byte for byte; what the names hide is for `relations.ts`.
 */
import type { Answer, Sent, Step } from "./step.ts";

export interface Entry {
  readonly name: string;
  readonly request: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Of one connection or of the moment (RFC 9110, sections 6.6.1 and 7.6.1); the length is checked against the body. */
const HOP_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

/** The whole of a header, or a member of a body that is nothing else. */
const POSITION = /(?:^|"(?:position|nextCursor|changesCursor)":")([0-9a-hjkmnp-tv-z]{10})-(\d{1,12})\b/;
/** Scores fall with every minute that a listing grows older: `explain` has what does not, and `relations.ts` checks the rest. */
const SCORE = /("id":"[^"]*","score":)(?!0[,}])[\d.e-]+/g;
const RECENCY = /("recencyBoost":)[\d.e-]+/g;
/** Over contents whose dates are of the run. */
const DIGEST = /("(?:store|index)Digest":)"([0-9a-f]{64})"/g;
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** Clocks of this machine's processes are one clock; the margin is for the steps of time servers. */
const CLOCK_MARGIN_MS = 60_000;

export interface TranscriberOptions {
  /** When the run began. */
  readonly startedAt: number;
  readonly now: () => number;
  /** Texts that the series chose for this run, and their names. */
  readonly names: ReadonlyMap<string, string>;
}

export interface Transcriber {
  transcribe(step: Step, sent: Sent, answer: Answer): Entry;
}

export function transcriber({ startedAt, now, names }: TranscriberOptions): Transcriber {
  const ids = new Map<string, string>();
  const seqs = new Map<number, string>([[0, "the start"]]);
  const digests = new Map<string, string>();
  let incarnation: string | undefined;

  /** The incarnation is in the first position that any answer brings. */
  function learn(step: Step, { headers, text }: Answer): void {
    incarnation ??= POSITION.exec(headers["rolecall-position"] ?? "")?.[1] ?? POSITION.exec(text)?.[1];
    const [, id] = step.makesId ? (/^\{"id":"(\w{26})"/.exec(text) ?? []) : [];
    if (id !== undefined) ids.set(id, `<id of ${step.name}>`);
    const [, , seq] = POSITION.exec(headers["rolecall-position"] ?? "") ?? POSITION.exec(summaryOf(text)) ?? [];
    if (seq !== undefined && Number(seq) > Math.max(...seqs.keys())) seqs.set(Number(seq), step.name);
  }

  /** A place in the log that no answer has named yet lies before one that an import's last line named. */
  function placeName(seq: number): string {
    const known = [...seqs.keys()].filter((other) => other >= seq);
    const nearest = Math.min(...known);
    if (known.length === 0) return `<place ${seq}>`;
    return nearest === seq ? `<${seqs.get(seq)}>` : `<${seqs.get(nearest)}, ${nearest - seq} before>`;
  }

  function digestName(digest: string): string {
    const name = digests.get(digest) ?? `<digest ${digests.size + 1}>`;
    digests.set(digest, name);
    return name;
  }

  const knownPlace = (text: string) => (seqs.has(Number(text)) ? placeName(Number(text)) : text);

  function named(text: string): string {
    let out = text;
    for (const [value, name] of [...names, ...ids]) out = out.replaceAll(value, name);
    if (incarnation !== undefined) {
      const position = new RegExp(`\\b${incarnation}-(\\d+)`, "g");
      out = out.replace(position, (_, seq: string) => `<board>-${placeName(Number(seq))}`);
    }
    return (
      out
        .replace(/"revision":(\d+)/g, (_, seq: string) => `"revision":"${placeName(Number(seq))}"`)
        .replace(
          /\b(at revision|not at|entry) (\d+)/g,
          (_, words: string, seq: string) => `${words} ${knownPlace(seq)}`,
        )
        .replace(/"ageMs":\d+/g, '"ageMs":"<age>"')
        .replace(SCORE, '$1"<score>"')
        .replace(RECENCY, '$1"<recency>"')
        .replace(DIGEST, (_, field: string, digest: string) => `${field}"${digestName(digest)}"`)
        // One call of maintenance in some hundred looks at every listing.
        .replace(/"swept":(true|false)/, '"swept":"<drawn>"')
        .replace(/"nextCursor":"[A-Za-z0-9_-]{60,}"/g, '"nextCursor":"<cursor>"')
        .replace(INSTANT, (instant) => (isOfRun(instant) ? "<now>" : instant))
    );
  }

  function isOfRun(instant: string): boolean {
    const at = Date.parse(instant);
    return at >= startedAt - CLOCK_MARGIN_MS && at <= now() + CLOCK_MARGIN_MS;
  }

  function header(name: string, value: string, sent: Sent): string {
    switch (name) {
      case "x-request-id":
        return value === sent.headers["X-Request-Id"] ? value : "<request>";
      case "rolecall-age-ms":
        return "<age>";
      case "cache-control":
        return isSearch(sent) ? value.replace(/max-age=\d+/, "max-age=<to the next minute>") : value;
      case "etag":
        return (
          named(value)
            // A cursor is part of the query, and holds the instant of the first page.
            .replace(/-[0-9a-f]{16}-\d{13}"$/, sent.path.includes("cursor=") ? '-<query>-<minute>"' : "$&")
            .replace(/-\d{13}"$/, '-<minute>"')
            .replace(/^"(p?)(\d+)-/, (_, prefix: string, seq: string) => `"${prefix}${placeName(Number(seq))}-`)
        );
      default:
        return named(value);
    }
  }

  return {
    transcribe(step, sent, answer) {
      learn(step, answer);
      const kept = Object.entries(answer.headers).filter(([name]) => !HOP_HEADERS.has(name));
      return {
        name: step.name,
        request: named(`${sent.method} ${shownPath(sent)}`),
        status: answer.status,
        headers: Object.fromEntries(kept.map(([name, value]) => [name, header(name, value, sent)])),
        body: named(answer.text),
      };
    },
  };
}

/** Answers that are kept to the end of the clock's minute at most. */
function isSearch({ path }: Sent): boolean {
  return /^\/v1\/(search|suggest|listings)(\?|$)/.test(path);
}

/** The last line of an import, which names the newest entry that it wrote. */
function summaryOf(text: string): string {
  return /\{"kind":"summary".*\n$/.exec(text)?.[0] ?? "";
}

function shownPath({ path }: Sent): string {
  const shown = path.replace(/([?&]cursor=)[A-Za-z0-9_-]{60,}/, "$1<cursor>");
  return shown.length > 160 ? `${shown.slice(0, 120)}… (${path.length} characters)` : shown;
}
