/** How many boards beside the default one a process keeps open: the bound of its memory, light enough to be read at a start. */
import { AppError } from "../core/errors.ts";

/** Each holds its search index, some 2 KB a listing. */
export const DEFAULT_MOST_OPEN = 8;

/** @throws AppError `invalid_parameter` for text that is no such number. */
export function mostOpenBoards(text: string | undefined): number {
  if (!text) return DEFAULT_MOST_OPEN;
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1) return Number(text);
  throw new AppError("invalid_parameter", `ROLECALL_OPEN_BOARDS=${text} must be a whole number from 1 to 9999`);
}
