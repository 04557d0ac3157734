/** Sealing: from one log entry on a board takes no more writes, of no process, however late they arrive. */
import { AppError } from "../errors.ts";
import { encodeBoardEntry } from "./codec.ts";
import { entryKey } from "./keys.ts";
import { type Layout, openRefusal, type Seal } from "./layout.ts";
import { type BoardPlace, type LayoutUpdate, updateLayout } from "./layout-record.ts";
import { findTail } from "./tail.ts";

/**
 * Seals a board, and gives the number of its last entry. The layout says so first, which turns writers away: otherwise one that
 * is far from the store would never win a slot of a busy board. Then the seal takes the next slot, together with the
 * layout, and a write that was decided before and is still on its way there has lost it. Sealing again for the same place
 * goes on from there, or changes nothing.
 * @throws AppError `not_found` without such a board, `conflict` for one that moved elsewhere, `unavailable` for one that is
 * being copied or restored.
 */
export async function sealBoard(
  on: BoardPlace,
  { movedTo }: { readonly movedTo?: string | undefined },
): Promise<number> {
  const sealed: Seal = { ...(movedTo === undefined ? {} : { movedTo }), at: on.env.now() };
  const refusal = await updateLayout(on, async (found) => {
    const layout = existing(on, found);
    const result = openRefusal(layout);
    if (result !== undefined) return { result };
    if (layout.sealed === undefined) return { layout: { ...layout, sealed }, result };
    assertSamePlace(on.board, layout.sealed, movedTo);
    return { result };
  });
  if (refusal !== undefined) throw refusal;
  return updateLayout(on, async (found) => endLog(on, existing(on, found)));
}

async function endLog({ space, env, board, signal }: BoardPlace, layout: Layout): Promise<LayoutUpdate<number>> {
  const { sealed } = layout;
  if (sealed === undefined) throw new AppError("conflict", `board ${board} was opened again meanwhile`);
  if (sealed.seq !== undefined) return { result: sealed.seq };
  const seq = (await findTail(space, board, undefined, signal)) + 1;
  const entry = encodeBoardEntry({ seq, at: env.now(), sealed, changes: [] });
  const writes = [{ key: entryKey(seq), value: entry, condition: "absent" as const }];
  return { layout: { ...layout, sealed: { ...sealed, seq } }, writes, result: seq };
}

function existing({ board }: BoardPlace, layout: Layout | undefined): Layout {
  if (layout !== undefined) return layout;
  throw new AppError("not_found", `there is no board ${board}`);
}

/** @throws AppError `conflict` for a board that was sealed for another move. */
export function assertSamePlace(board: string, sealed: Seal, movedTo: string | undefined): void {
  if (sealed.movedTo === movedTo) return;
  const place = sealed.movedTo === undefined ? "is sealed already" : `has moved to ${sealed.movedTo} already`;
  throw new AppError("conflict", `board ${board} ${place}`);
}
