/** What a store holds of a board, record by record, read through the port. */
import type { KeySpace, Value } from "../../core/ports.ts";
import { LAYOUT_KEY } from "../../core/store/keys.ts";
import type { Layout } from "../../core/store/layout.ts";

/** Every record but the layout, which says where and what the board is. */
export async function recordsOf(space: KeySpace, board = "default"): Promise<ReadonlyMap<string, Value>> {
  const records = new Map<string, Value>();
  let after: string | undefined;
  for (;;) {
    const page = await space.range(board, { ...(after === undefined ? {} : { after }), limit: 200 });
    for (const { key, value } of page.items) if (key !== LAYOUT_KEY) records.set(key, value);
    if (page.end) return records;
    after = page.items.at(-1)?.key;
  }
}

export async function layoutOf(space: KeySpace, board = "default"): Promise<Layout> {
  const [item] = await space.get(board, [LAYOUT_KEY]);
  return JSON.parse(item?.value.body ?? "{}");
}
