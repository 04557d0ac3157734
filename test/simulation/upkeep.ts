/** What is done to a board rather than with it: publishing, maintenance, copies. */
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { publish } from "../../core/index/publish.ts";
import { copyBoard } from "../../core/store/copy.ts";
import { maintain } from "../../functions/maintain.ts";
import { ask, type Client } from "./client.ts";
import { Violation } from "./violation.ts";
import { BOARD, type World } from "./world.ts";

const UPKEEP_MS = 60_000;

export async function publishOnce(of: Client): Promise<void> {
  const isRebuild = of.chance.chance(0.3);
  await ask(of, isRebuild ? "a rebuild" : "a publish", UPKEEP_MS, (services, signal) =>
    isRebuild ? publish({ ...services, signal, isRebuild }) : services.publisher.run(signal), (answer) => {
      if (answer.kind === "told") of.world.rule(`publish: ${answer.value.outcome} from ${answer.value.built ?? "nothing"}`);
    });
}

export async function maintainOnce(of: Client): Promise<void> {
  const isThorough = of.chance.chance(0.5);
  await ask(of, "maintenance", UPKEEP_MS, (services, signal) => maintain(services, { signal, isThorough }), (answer) => {
    if (answer.kind !== "told") return;
    const { pruned, expired } = answer.value;
    if (pruned > 0) of.world.rule("maintenance that pruned");
    if (expired > 0) of.world.rule("maintenance that removed the expired");
  });
}

/** To a place of its own, from instance to instance until one has finished it. */
export async function copyOnce(of: Client): Promise<void> {
  const { world } = of;
  const target = { partitions: new Map(), commits: 0 };
  const to = memoryKeySpace(target);
  for (let attempt = 0; attempt < 4; attempt++) {
    const answer = await ask(of, `a copy, attempt ${attempt + 1}`, UPKEEP_MS, ({ reach, env }, signal) =>
      copyBoard({ from: reach(world.truth), to: reach(to), env, name: BOARD, signal }), (told) => {
        if (told.kind === "told") return;
        const isExpected = ["unavailable", "outcome_unknown", "conflict", "not_found"].includes(told.error.code);
        if (!isExpected) throw new Violation("errors have codes", `a copy ended in ${told.error}`, told.error);
      });
    if (answer.kind !== "told") continue;
    world.rule(attempt > 0 ? "copies that another run began" : "copies in one run");
    const { position, isEqual } = answer.value;
    if (!isEqual) throw new Violation("copies equal their source", `${answer.value.differing} listings differ`);
    return assertCopy(world, Number(position.split("-")[1]), target.partitions);
  }
}

type Partitions = ReadonlyMap<string, { readonly items: ReadonlyMap<string, { readonly value: { readonly body: string } }> }>;

/** The same log, and what it says up to there. */
function assertCopy({ known, checked }: World, position: number, partitions: Partitions): void {
  checked("copies equal their source");
  const items = [...(partitions.get(BOARD)?.items ?? new Map())];
  const bodies = (prefix: string) =>
    items.filter(([key]) => key.startsWith(prefix)).map(([, { value }]) => JSON.parse(value.body));
  const listings = bodies("d:").filter(({ kind }) => kind === "listing");
  const expected = known.stateAt(position);
  const same = listings.filter((one) => JSON.stringify(expected.get(one.id)) === JSON.stringify(one));
  if (same.length !== listings.length || same.length !== known.listingsAt(position).length)
    throw new Violation("copies equal their source", `${same.length} of ${listings.length} listings at ${position}`);
  // Below a trimmed log the copy may hold a slot that nobody may take: that is no entry.
  const entries = bodies("l:").filter(({ seq }) => seq >= 0).sort((a, b) => a.seq - b.seq);
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== entries[0].seq + i || JSON.stringify(known.entries[entry.seq]) !== JSON.stringify(entry))
      throw new Violation("copies equal their source", `entry ${entry.seq} of the copy`);
  }
  if (entries.at(-1)?.seq !== position) throw new Violation("copies equal their source", `its log ends elsewhere`);
}
