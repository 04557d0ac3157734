/** After the faults: what the board holds, as three independent readers tell it. */
import type { Ask } from "./client.ts";

interface Shown {
  readonly id: string;
  readonly attributes?: { readonly soak?: readonly string[] };
}

interface ChangesPage {
  readonly items: readonly {
    readonly id: string;
    readonly revision: number;
    readonly kind: "put" | "delete";
    readonly listing?: Shown;
  }[];
  readonly nextCursor: string;
  readonly more: boolean;
}

export interface Settled {
  /** Marker by id of the listings that live, from an export. */
  readonly live: ReadonlyMap<string, string>;
  /** The changes from the beginning, one after the other, give the same. */
  readonly changesAgree: boolean;
  /** The answer of `/v1/verify`. */
  readonly verified: boolean;
  readonly listings: number;
}

const ATTEMPTS = 60;

export async function settle(ask: Ask): Promise<Settled> {
  const json = async <T>(path: string): Promise<T> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { status, body } = await ask({ method: "GET", path });
      if (status === 200) return JSON.parse(body) as T;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`${path} is not answered`);
  };

  const live = new Map<string, string>();
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = cursor === "" ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page: { items: readonly Shown[]; nextCursor: string | null } = await json(`/v1/exports${query}`);
    for (const { id, attributes } of page.items) live.set(id, attributes?.soak?.[0] ?? "");
    cursor = page.nextCursor;
  }

  const followed = new Map<string, string>();
  let isAscending = true;
  let revision = 0;
  for (let cursor = ""; ; ) {
    const page: ChangesPage = await json(
      `/v1/changes?include=listing&limit=500${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const change of page.items) {
      isAscending &&= change.revision >= revision;
      revision = change.revision;
      if (change.kind === "delete") followed.delete(change.id);
      else followed.set(change.id, change.listing?.attributes?.soak?.[0] ?? "");
    }
    cursor = page.nextCursor;
    if (!page.more) break;
  }
  const { equal, listings } = await json<{ equal: boolean; listings: number }>("/v1/verify");
  return { live, changesAgree: isAscending && isEqual(live, followed), verified: equal, listings };
}

function isEqual(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([id, marker]) => other.get(id) === marker);
}
