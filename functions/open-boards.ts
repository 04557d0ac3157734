/** The boards of a store beside the default one: opened when a request names them, and closed when others are wanted more. */
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { isBoardName } from "../core/store/board-list.ts";
import { type BoardIdentity, boardIdentity } from "./board-identity.ts";
import { appOf } from "./http/frame.ts";
import type { Arrival, Instance } from "./http/instance.ts";
import { ANONYMOUS } from "./http/principal.ts";
import type { BoardService } from "./open-service.ts";
import type { RequestLimits } from "./request-limits.ts";

export interface OpenBoardsOptions {
  readonly env: Env;
  readonly limits: RequestLimits;
  readonly instance: Instance;
  /** Boards that are open at once; the one that was asked longest ago is closed. */
  readonly most: number;
  /** @throws AppError `not_found` for a board that is not there, and what stands in the way of one that is. */
  readonly open: (name: string, signal: AbortSignal) => Promise<BoardService>;
}

export interface OpenBoards {
  /** The answer of that board; 404 when there is none. */
  fetch(name: string, request: Request, arrival?: Arrival): Promise<Response>;
  /** Stops what works in the background. */
  close(): Promise<void>;
}

interface OpenBoard {
  readonly service: BoardService;
  readonly identity: BoardIdentity;
}

export function openBoards({ env, limits, instance, most, open }: OpenBoardsOptions): OpenBoards {
  /** Least recently asked first. What is being opened is not among them: a name that is none closes nobody's board. */
  const opened = new Map<string, OpenBoard>();
  const opening = new Map<string, Promise<BoardService>>();

  async function serviceOf(name: string): Promise<BoardService> {
    const found = opened.get(name);
    if (found !== undefined && !(await found.identity.isReplaced())) {
      // Unless it was closed meanwhile: then it answers this once more.
      if (opened.get(name) === found) asNewest(name, found);
      return found.service;
    }
    if (opened.get(name) === found) closeOne(name);
    return openOnce(name);
  }

  function openOnce(name: string): Promise<BoardService> {
    const running =
      opening.get(name) ??
      open(name, AbortSignal.timeout(limits.timeoutMs))
        .then((service) => {
          asNewest(name, { service, identity: boardIdentity(service.board, env, limits) });
          const [oldest] = opened.keys();
          if (opened.size > most && oldest !== undefined) closeOne(oldest);
          return service;
        })
        .finally(() => opening.delete(name));
    opening.set(name, running);
    return running;
  }

  function asNewest(name: string, board: OpenBoard): void {
    opened.delete(name);
    opened.set(name, board);
  }

  /** Requests under way end with what they hold; then its index is nobody's, and its memory free. */
  function closeOne(name: string): void {
    const board = opened.get(name);
    opened.delete(name);
    board?.service.publisher
      .stop()
      .catch((error: unknown) => env.log("board_not_closed", { board: name, error: String(error) }));
  }

  return {
    async fetch(name, request, arrival) {
      let service: BoardService;
      try {
        if (!isBoardName(name)) throw noBoard(name);
        service = await serviceOf(name);
      } catch (error) {
        const frame = { env, limits, instance, verify: () => ANONYMOUS };
        return appOf({}, frame, () => refusal(name, error)).fetch(request, arrival);
      }
      return service.app.fetch(request, arrival);
    },
    async close() {
      const open = [...opened.values()];
      opened.clear();
      await Promise.all(open.map(({ service }) => service.publisher.stop()));
    },
  };
}

function noBoard(name: string): AppError {
  return new AppError("not_found", `there is no board ${JSON.stringify(name.slice(0, 80))}`);
}

function refusal(name: string, cause: unknown): unknown {
  if (!(cause instanceof AppError) || cause.code === "not_found") return cause;
  return new AppError("unavailable", `board ${name} cannot be opened: ${cause.message}`, { cause });
}
