/** A target with what the catalogue has to know of it, and one class tried on it. */
import type { RunningTarget, Target } from "../acceptance/targets.ts";
import { CLASSES, type Listed } from "./classes.ts";
import type { Platform } from "./platform.ts";
import { type ClassRun, runClass } from "./run-class.ts";

export interface HostileTarget<Running extends RunningTarget = RunningTarget> {
  readonly target: Pick<Target, "name"> & { start(): Promise<Running> };
  readonly platform: Platform;
  /** Classes that this target tries in a way of its own. */
  readonly own?: Readonly<Record<string, (running: Running) => Promise<ClassRun>>>;
}

type LoadedClass = Listed & Required<Pick<Listed, "load">>;

/** The classes that have cases here. */
export const TRIED_HERE: readonly LoadedClass[] = CLASSES.flatMap(({ load, ...listed }) =>
  load === undefined ? [] : [{ ...listed, load }],
);

export async function runListed<Running extends RunningTarget>(
  { platform, own = {} }: HostileTarget<Running>,
  running: Running,
  { id, load }: LoadedClass,
): Promise<ClassRun> {
  const inItsOwnWay = own[id];
  return inItsOwnWay === undefined ? runClass(running.url, await load(), platform) : inItsOwnWay(running);
}
