/**
 * The recorded series: some 400 requests over a board that they fill themselves, the same for every target. Steps build on
 * what earlier ones left, so their order matters.
 */
import type { Calendar } from "./calendar.ts";
import type { Step } from "./step.ts";
import { bodySteps } from "./steps/bodies.ts";
import { bulkSteps } from "./steps/bulk.ts";
import { changeSteps, exportSteps } from "./steps/feeds.ts";
import { importSteps } from "./steps/imports.ts";
import { emptyBoardSteps, protocolSteps } from "./steps/protocol.ts";
import { publishSteps, republishSteps } from "./steps/publish.ts";
import { readSteps } from "./steps/reads.ts";
import { searchSteps } from "./steps/search.ts";
import { writeSteps } from "./steps/writes.ts";

/** What `importSteps` leaves on the board. */
const IMPORTED = 36 + 24 + 12 + 2 + 4 + 6;

export function series(dates: Calendar): readonly Step[] {
  const steps = [
    ...emptyBoardSteps(),
    ...importSteps(dates),
    ...readSteps(),
    ...searchSteps(),
    ...publishSteps(),
    ...exportSteps(IMPORTED),
    ...bodySteps(),
    ...writeSteps(),
    ...protocolSteps(),
    ...republishSteps(),
    ...changeSteps(),
    ...bulkSteps(),
  ];
  const names = new Set(steps.map(({ name }) => name));
  if (names.size < steps.length) throw new Error("two steps have the same name");
  return steps;
}
