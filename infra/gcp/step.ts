/**
 * One step of a deployment, as data: what there must be, how to see whether it is there, and the command that makes it.
 *
 * Every probe is a list, never a `describe`: a thing that is absent is an empty answer, and a failure is a failure (missing
 * rights, no network). With `describe` the two look the same, and a deployment would go on from a wrong belief.
 */

/** An argument that only an earlier step knows: `--uri=` and what that step read. */
export interface KeptArgument {
  readonly flag: string;
  readonly kept: KeptName;
}

/** The words after `gcloud`. */
export type Argv = readonly (string | KeptArgument)[];

export type KeptName = "API_URL" | "MAINTENANCE_URL";

export interface Probe {
  readonly argv: Argv;
  /** The thing is there when each of these is a whole line of what the probe prints. */
  readonly lines: readonly string[];
}

/** Brings about one thing; safe to repeat. */
export interface EnsureStep {
  readonly id: string;
  readonly title: string;
  /** Without one, `create` runs every time. */
  readonly probe?: Probe;
  /** Runs when the thing is not there. */
  readonly create?: Argv;
  /** Runs when it is. */
  readonly update?: Argv;
}

/** Reads a value that a later step needs. */
export interface ReadStep {
  readonly id: string;
  readonly title: string;
  readonly read: Argv;
  readonly as: KeptName;
}

export type Step = EnsureStep | ReadStep;
