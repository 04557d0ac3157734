/** Where things live, from the environment, for the command line and the server. */
import { DEFAULT_BLOBS, DEFAULT_STORE } from "./addresses.ts";

export const DEFAULT_BOARD = "default";

export interface Configuration {
  /** Addresses, as in `addresses.ts`. */
  readonly store: string;
  readonly blobs: string;
  /** Name of the board. */
  readonly board: string;
}

export function configuration(environment: NodeJS.ProcessEnv = process.env): Configuration {
  return {
    store: environment.ROLECALL_STORE || DEFAULT_STORE,
    blobs: environment.ROLECALL_BLOBS || DEFAULT_BLOBS,
    board: environment.ROLECALL_BOARD || DEFAULT_BOARD,
  };
}
