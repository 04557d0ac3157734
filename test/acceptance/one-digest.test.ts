/** Over every adapter: equal listings have one digest, every way to a snapshot gives one file, every store gives one answer. */
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/command-line.ts";
import { cloudSuites } from "../support/emulators.ts";
import { generated } from "../support/lived-in-board.ts";
import {
  answersAt,
  closePlaces,
  openPlaces,
  PATHS,
  type Place,
  STAGES,
  sealedCopies,
  tampered,
  upserted,
} from "./one-digest.ts";

const LISTINGS = Array.from({ length: 60 }, (_, i) => generated(i));
const GENEROUS = { timeout: 300_000 };

await cloudSuites(["dynamodb", "s3", "firestore", "gcs"], (emulators) => {
  /** The emulators outlive a run: each has boards of its own. */
  const run = `${process.pid}-${Date.now()}`;

  async function withPlaces(work: (places: readonly Place[]) => Promise<void>): Promise<void> {
    const places = await openPlaces(emulators, temporaryFolder());
    try {
      expect(places).toHaveLength(4);
      await work(places);
    } finally {
      await closePlaces(places);
    }
  }

  const inEveryPlace = (name: string, work: (places: readonly Place[]) => Promise<void>) =>
    it(name, GENEROUS, () => withPlaces(work));

  describe("the same listings, in every store", () => {
    inEveryPlace("have one digest whatever the order and the batches, and one file by every build", async (places) => {
      const digests = new Set<string>();
      for (const [seed, place] of places.entries()) {
        const { board, verified, isIncremental, builds } = await upserted(place, `digest-${run}`, LISTINGS, seed);
        expect(verified, place.name).toMatchObject({ listings: LISTINGS.length, equal: true });
        digests.add(verified.storeDigest).add(verified.indexDigest);
        expect([isIncremental, builds.equal, builds.position], place.name).toEqual([true, true, await board.head()]);
      }
      expect(digests.size).toBe(1);
    });

    inEveryPlace("are named when one of them was changed behind the log's back", async (places) => {
      const [, victim = generated(1)] = LISTINGS;
      for (const [seed, place] of places.entries()) {
        const { board } = await upserted(place, `tampered-${run}`, LISTINGS.slice(0, 12), seed);
        const { id, verified, builds } = await tampered(place, board, victim);
        expect(verified, place.name).toMatchObject({ equal: false, differing: [id] });
        expect(verified.storeDigest).not.toBe(verified.indexDigest);
        expect(builds.equal, place.name).toBe(false);
        expect(builds.differing, place.name).toContain("cards.bytes");
      }
    });

    inEveryPlace("have one snapshot, byte for byte, wherever a board was moved", async (places) => {
      const copied = await sealedCopies(places, `moved-${run}`, LISTINGS);
      expect(copied).toHaveLength(3);
      for (const { to, report, built, published } of copied) {
        expect(report, to).toMatchObject({ isEqual: true, digest: copied[0]?.report.digest });
        expect(published, to).toBe(built);
      }
    });

    inEveryPlace("give one answer, from a snapshot, with a tail, restarted and from a scan", async (places) => {
      const [first, ...others] = places;
      if (first === undefined) throw new Error("there is no place");
      const name = `answers-${run}`;
      const reference = await answersAt(first, name, LISTINGS, PATHS);
      for (const stage of STAGES) {
        const statuses = [...reference[stage]].filter(([, answer]) => !answer.startsWith("200\n"));
        expect(statuses, stage).toEqual([]);
      }
      for (const stage of STAGES.slice(2)) expect(reference[stage], stage).toEqual(reference["50 changes later"]);
      for (const place of others) {
        const answers = await answersAt(place, name, LISTINGS, PATHS);
        for (const stage of STAGES) expect(answers[stage], `${place.name}, ${stage}`).toEqual(reference[stage]);
      }
      // Most find something, and the changes changed something.
      const found = [...reference.published.values()].filter((answer) => !answer.includes('"total":0,'));
      expect(found.length).toBeGreaterThan(PATHS.length - 5);
      expect(reference["50 changes later"]).not.toEqual(reference.published);
    });
  });
});
