/** `minPosition`: the answer must include what a write reported, on whichever process it lands. */
import { decodePosition } from "../../core/store/position.ts";
import { invalidParameters } from "./parameters.ts";
import type { Services } from "./services.ts";

/**
 * Number of the log entry that a token names; 0, which every view includes, without one.
 * @throws AppError `invalid_parameter` for what is no position or lies above the log's end, `cursor_expired` for a position
 *   of another incarnation.
 */
export async function requiredEntry(
  { board, logEnd }: Pick<Services, "board" | "logEnd">,
  token: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  if (token === undefined) return 0;
  const { seq } = decodePosition(board.incarnation, token, "invalid_parameter", "minPosition");
  if (await logEnd.includes(seq, signal)) return seq;
  // Nothing ever reported it: waiting for it would be waiting for a mistake.
  const detail = "minPosition lies above the end of the log: no answer of this board ever had it";
  throw invalidParameters([{ code: "beyond_the_end", detail, parameter: "minPosition" }]);
}
