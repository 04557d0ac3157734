/** The end of a run: no more faults, and whatever is still under way ends. Then everything has to come right, in a stated time. */
import { PublishNeeded } from "../../core/index/bounds.ts";
import { verify } from "../../core/index/verify.ts";
import { maintain } from "../../functions/maintain.ts";
import { type Client, client } from "./client.ts";
import { consume } from "./consume.ts";
import type { Instance } from "./instances.ts";
import { BACKUP_DOUBLINGS, restoreOnce } from "./restores.ts";
import { searchOnce } from "./searches.ts";
import { assertContent } from "./snapshots.ts";
import { copyOnce, moveOnce } from "./upkeep.ts";
import { Violation } from "./violation.ts";
import type { World } from "./world.ts";
import { upsert } from "./writes.ts";

/** Virtual time: the longest that anything remembers of a fault is the minute for which a snapshot is not trusted. */
const SETTLE_MS = 120_000;
const STEP_MS = 1_000;

export async function settle(world: World, clients: readonly Client[]): Promise<void> {
  const { time } = world;
  while (world.pending.size > 0) await time.sleep(3_600_000, "waits for what is under way");
  world.heal();
  const deadline = time.now + SETTLE_MS;
  await until(world, deadline, "maintenance", () => onEach(world, upkeep));
  assertNothingDue(world);
  // A board that has moved publishes no more: of one that lost its snapshots then, nobody promises searches.
  const isHurt = world.plan.faults.has("blob lost") || world.plan.faults.has("blob damaged");
  if (world.move === undefined || !isHurt) await until(world, deadline, "every index", () => onEach(world, isExact));
  for (const each of clients) {
    await until(world, deadline, `the feed of ${each.name}`, async () => {
      const isAtEnd = await consume(each);
      return isAtEnd && each.feed.seq >= world.known.head;
    });
  }
  const last = client("last", world);
  if (world.move !== undefined) {
    last.steps = world.plan.steps;
    await until(world, deadline, "the move", () => moveOnce(last));
    return;
  }
  const before = world.known.head;
  await until(world, deadline, "a write", async () => {
    await upsert(last);
    last.steps++;
    return world.known.head > before;
  });
  await until(world, deadline, "a search", () => searchOnce(last));
  if (world.plan.operations.includes("copy")) await until(world, deadline, "a copy", () => copyOnce(last));
  if (!world.plan.operations.includes("restore")) return;
  // Its backup is made as slowly as ever.
  const restored = deadline + world.plan.tempoMs * 2 ** (BACKUP_DOUBLINGS + 1);
  await until(world, restored, "a restore", () => restoreOnce(last));
}

/** What expired long ago is gone, once everybody has looked for it; a board that is on its way elsewhere is looked after no more. */
function assertNothingDue({ known, sent, time, move }: World): void {
  if (move !== undefined) return;
  const due = known.listingsAt(known.head).find((one) => sent.isExpired(one, time.now, true));
  if (due !== undefined) throw new Violation("the expired are removed", `${due.id} is there, and expired long ago`);
}

async function until(world: World, deadline: number, what: string, isDone: () => Promise<boolean>): Promise<void> {
  world.checked("everything settles");
  for (;;) {
    const done = await isDone();
    if (world.time.now > deadline) throw new Violation("everything settles", `${what} not within ${SETTLE_MS} ms`);
    if (done) return;
    await world.time.sleep(STEP_MS, "settles");
  }
}

async function onEach(world: World, isDone: (world: World, instance: Instance) => Promise<boolean>): Promise<boolean> {
  const results: boolean[] = [];
  for (const instance of world.instances) results.push(await isDone(world, instance));
  return results.every((each) => each);
}

async function upkeep(world: World, instance: Instance): Promise<boolean> {
  const answer = await world.ask(instance, {
    timeoutMs: SETTLE_MS,
    work: (services, signal) => maintain(services, { signal, isThorough: true }),
    told: () => undefined,
  });
  return answer.kind === "told" && answer.value.published === "current";
}

/** At the log's end, and equal to the store listing by listing, as the board itself verifies it. */
async function isExact(world: World, instance: Instance): Promise<boolean> {
  const { known } = world;
  const { head } = known;
  const answer = await world.ask(instance, {
    timeoutMs: SETTLE_MS,
    work: async ({ board, follower, env }, signal) => {
      const view = await follower.view({ minPosition: head, signal });
      await follower.answer({ minPosition: head, signal }, ({ index }) => {
        index.needHashes();
        assertContent(index, index.position, known, "everything settles");
      });
      return { ...(await verify({ board, follower, env, signal })), isStale: view.isStale };
    },
    told: () => undefined,
  });
  // A board that has moved publishes no more, and may have gone too far without a snapshot before.
  if (answer.kind === "refused" && answer.error instanceof PublishNeeded && world.move !== undefined) return true;
  if (answer.kind !== "told") return false;
  const { equal, position, isStale, differing, listings } = answer.value;
  if (!equal) throw new Violation("everything settles", `${instance.name} differs in ${differing}`);
  // A move that its client did not wait for may have sealed the board meanwhile.
  if (known.head > head) return false;
  if (position !== head) throw new Violation("everything settles", `${instance.name} stands at ${position}`);
  if (listings !== known.listingsAt(head).length)
    throw new Violation("everything settles", `${instance.name} counts ${listings} listings`);
  return !isStale;
}
