/** What an emulator is: the four services, what a user of one needs to know, and what each service's file must say of it. */

/** The services that have an emulator, in the order in which they are started and printed. */
export const SERVICES = ["dynamodb", "s3", "firestore", "gcs"] as const;

export type Service = (typeof SERVICES)[number];

/** What is brought into the cache folder: the emulators, and what harms the way to them. */
export const INSTALLED = [...SERVICES, "toxiproxy"] as const;

export type Installed = (typeof INSTALLED)[number];

/** The table, the buckets and the project that every emulator here is made ready with. */
export const NAME = "rolecall";

/** An emulator that answers and holds what a board needs. Plain data: it crosses from process to process. */
export interface Emulator {
  readonly service: Service;
  /** `http://127.0.0.1:PORT`, for every service. */
  readonly endpoint: string;
  /** The environment that leads a program to it: endpoint, region or project, made-up credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** The table (DynamoDB), bucket (S3, GCS) or project (Firestore) to use; it exists. */
  readonly name: string;
}

export interface RunningEmulator extends Emulator {
  readonly source: "environment" | "native" | "docker";
  /** Settles when the emulator has ended, asked or not: how, and the end of what it printed. Never for one of the environment. */
  readonly ended: Promise<string>;
  /** Ends it with all its children and removes its data; one that the environment named is left as it is. */
  stop(): Promise<void>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A command line, with what must be in its environment beside the caller's own. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Where a command is to listen and what it may write to: the folder is its own and goes when it ends. */
export interface Place {
  readonly port: number;
  readonly folder: string;
  /** Data are in the folder, for whoever is started on it next; default: some emulators keep theirs in memory. */
  readonly isLasting?: boolean;
}

/** A native part, or why there is none and the one command that brings it. */
export type Found =
  | { readonly run: (place: Place) => Command | Promise<Command> }
  | { readonly missing: string; readonly remedy: string };

/** The image of an emulator and how to run it. */
export interface Image {
  readonly image: string;
  /** The port inside the container. */
  readonly port: number;
  /** What follows the image's name; `published` is the port that callers see. */
  readonly args: (published: number) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** All that is particular to one service. */
export interface EmulatorKind {
  readonly service: Service;
  /** As messages call it. */
  readonly title: string;
  /** The variable by which the vendor's own SDK is led to an emulator. */
  readonly endpointVariable: string;
  /** The value of that variable as an endpoint, and back. Only Firestore's differ: it is `HOST:PORT`. */
  readonly endpointOf: (value: string) => string;
  readonly env: (endpoint: string) => Readonly<Record<string, string>>;
  /** Answers with any status below 500 once the emulator works. */
  readonly healthPath: string;
  native(env: Environment): Promise<Found>;
  readonly docker: Image;
  /** Makes the table or the bucket; one that is there already is left as it is. */
  prepare(endpoint: string, env: Environment): Promise<void>;
}
