/** Where the routes of a board begin: `/v1` for the default board, `/v1/boards/NAME` for any. */
import type { RouteTable } from "./routing.ts";
import type { RequestContext } from "./services.ts";

export const DEFAULT_ROOT = "/v1";

const NAMED_PREFIX = `${DEFAULT_ROOT}/boards/`;
const NAMED_ROOT = /^\/v1\/boards\/[^/]+/;
const NAMED_BOARD = /^[a-z]+:\/\/[^/?#]*\/v1\/boards\/([^/?#]*)/i;

/** Of a board, though the default one has it at the top, where crawlers look. */
const AT_THE_TOP = "/sitemap.xml";

/** The beginning of every link that an answer gives: a caller stays on the board that was asked. */
export function boardRoot(c: RequestContext): string {
  return NAMED_ROOT.exec(c.req.path)?.[0] ?? DEFAULT_ROOT;
}

/** A path as the default board has it: whichever board it is of, an operation has one. */
export function boardPath(path: string): string {
  const own = path.startsWith(NAMED_PREFIX) ? path.replace(NAMED_ROOT, "") : path;
  return own === path || own === AT_THE_TOP ? own : DEFAULT_ROOT + own;
}

/** The board that an address names, whether there is one or not; `undefined` for those of the default board. */
export function namedBoard(url: string): string | undefined {
  return NAMED_BOARD.exec(url)?.[1];
}

export function namedRoot(board: string): string {
  return NAMED_PREFIX + board;
}

/** The same operations under another root. What else does not lie under `/v1` is the process's own, and stays out. */
export function rootedAt(root: string, table: RouteTable): RouteTable {
  if (root === DEFAULT_ROOT) return table;
  const rooted = Object.entries(table).flatMap(([path, operations]) => {
    if (path === AT_THE_TOP) return [[root + path, operations] as const];
    return path.startsWith(`${DEFAULT_ROOT}/`) ? [[root + path.slice(DEFAULT_ROOT.length), operations] as const] : [];
  });
  return Object.fromEntries(rooted);
}
