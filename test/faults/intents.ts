/** What a client of the load may want: listings with words and tags that searches are judged by. */
import type { Content, Intent } from "./ledger.ts";

/** None is the beginning of another, a skill, or has a synonym. */
export const WORDS = ["granite", "walnut", "copper", "linen", "quartz"] as const;
export const TAGS = ["harbour", "meadow", "summit", "valley"] as const;

const IMPORTED_ROWS = 30;
const JSON_BODY = { "Content-Type": "application/json" } as const;

/** @param random of one client; `name` is that client's, and unique for the board. */
export function intents(name: string, random: () => number) {
  let made = 0;
  /** Generation of each of the client's own sources. */
  const generations = new Map<string, number>();
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

  function content(mark: string): Content {
    made += 1;
    return {
      requisitionId: mark,
      title: `Keeper ${pick(WORDS)} ${made}`,
      company: { name: `House ${name}` },
      description: { format: "text", value: `${mark} ${"keeps the books. ".repeat(1 + Math.floor(random() * 20))}` },
      tags: [...new Set([pick(TAGS), pick(TAGS)])],
    };
  }

  return {
    create(): Intent {
      const wanted = content(`${name}:create:${made}`);
      const headers = { ...JSON_BODY, "Idempotency-Key": wanted.requisitionId };
      return {
        kind: "create",
        sent: { method: "POST", path: "/v1/listings", headers, body: JSON.stringify(wanted) },
        contents: [wanted],
      };
    },
    /** Another generation of one of a few listings. */
    upsert(): Intent {
      const externalId = `${name}-${Math.floor(random() * 6)}`;
      const generation = (generations.get(externalId) ?? 0) + 1;
      generations.set(externalId, generation);
      const wanted = content(`${externalId}:upsert:${generation}`);
      const path = `/v1/sources/load/listing?externalId=${externalId}`;
      const sent = { method: "PUT", path, headers: JSON_BODY, body: JSON.stringify(wanted) } as const;
      return { kind: "upsert", sent, contents: [wanted] };
    },
    import(): Intent {
      const rows = Array.from({ length: IMPORTED_ROWS }, () => {
        const wanted = content(`${name}:import:${made}`);
        return { ...wanted, source: { name: "feed", externalId: wanted.requisitionId } };
      });
      const body = rows.map((row) => JSON.stringify(row)).join("\n");
      const headers = { "Content-Type": "application/x-ndjson" };
      return { kind: "import", sent: { method: "POST", path: "/v1/imports", headers, body }, contents: rows };
    },
    delete: (id: string): Intent => ({
      kind: "delete",
      sent: { method: "DELETE", path: `/v1/listings/${id}` },
      contents: [],
      id,
    }),
    publish: (): Intent => ({ kind: "publish", sent: { method: "POST", path: "/v1/maintenance" }, contents: [] }),
  };
}
