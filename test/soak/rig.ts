/** What the soak runs against, and what may befall it. */

export interface Fault {
  readonly name: string;
  /** From its begin to its end. */
  readonly seconds: number;
  /** So many times the usual load while it lasts; 1 without. */
  readonly load?: number;
  /** Another process answers afterwards. */
  readonly endsProcess?: boolean;
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** Of the process that answers; `undefined` while there is none. */
export interface Sample {
  readonly residentMiB: number;
  /** Open files and sockets. */
  readonly handles: number;
}

export interface Rig {
  readonly name: string;
  readonly url: string;
  /** Befall it in turn. Those that end the process only at first: what is measured of memory is measured of the last one. */
  readonly faults: readonly Fault[];
  sample(): Promise<Sample | undefined>;
  stop(): Promise<void>;
}
