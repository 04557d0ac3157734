/** The rules of snapshots, of the indexes that follow the log, and of publishing. */
import type { Rule } from "./rules.ts";

const FOLLOWER = "test/core/index/follower.test.ts";
const SNAPSHOTS = "test/core/index/follower-snapshots.test.ts";
const PUBLISH = "test/core/index/publish.test.ts";
const PUBLISHER = "test/core/index/publisher.test.ts";
const RACES = "test/core/index/publish-races.test.ts";
const PRUNE = "test/core/index/prune.test.ts";
const SHORT = "a board without a snapshot that helps";

export const OF_SNAPSHOTS: readonly Rule[] = [
  {
    rule: "What fails its checksum is not read, and the snapshot before, or a scan, takes its place.",
    bent: ["what fails its checksum is not read", "a lost snapshot gives way to the one before, or to a scan"],
    takenOut: ["three snapshots are offered"],
    tests: [
      [
        "test/core/index/snapshot/damage.test.ts",
        "a damaged snapshot",
        "is refused by the name of the part, whichever of its bits is flipped, padding included",
      ],
      [
        SNAPSHOTS,
        "a snapshot that is loaded part by part",
        "is replaced by the one before when a part of it turns out to be lost, in the middle of an answer",
      ],
    ],
  },
  {
    rule:
      "Publishing by hand, after a loss, and in the daily sweep reads the newest snapshot whole, so that damage is mended where nobody " +
      "writes.",
    bent: [],
    note:
      "It takes damage to all three snapshots, in parts that opening does not read, of a board too large for a scan: seed 86,581, " +
      "which is run for ever; not caught in 3,000 seeds.",
    takenOut: ["publishing reads the newest snapshot whole before it has nothing to do"],
    tests: [
      [
        PUBLISH,
        "publishing",
        "finds damage anywhere in a file, also when nothing has changed since, unless it is to be cursory",
      ],
      [PUBLISH, "publishing", "has something to do when a newer one is damaged than the one that has everything"],
      [PUBLISHER, "the publisher of a process", "reads the newest snapshot whole for whoever could not, and mends it"],
      [
        "test/functions/maintain.test.ts",
        "maintenance",
        "mends damage deep inside the newest snapshot when it reads everything, also where nobody writes",
      ],
    ],
  },
  {
    rule: "A snapshot is read in parts, inside the requests that need them.",
    bent: [],
    note: "It bounds time and memory; what is read is the same.",
    takenOut: [],
    tests: [
      ["test/core/index/snapshot/loading.test.ts", "loading", "reads the pages that are asked for and no others"],
      [
        "test/core/index/cold-rounds.test.ts",
        "the first search of a process",
        "takes four rounds: layout and pointer, file and log, what the words and facets read, cards",
      ],
    ],
  },
  {
    rule: "Of equal listings at one position every snapshot is the same bytes, and equal boards have one digest.",
    bent: ["a snapshot does not say when it was made"],
    takenOut: [],
    tests: [
      [
        PUBLISH,
        "publishing",
        "gives the same bytes whatever the way: every order of writes, one snapshot or many, the log or a scan",
      ],
      [
        "test/core/store/digest.test.ts",
        "the content digest",
        "of equal boards is equal on every store, whatever order and history made them",
      ],
    ],
  },
  {
    rule: "A scan is followed by the log from where that ended before the scan; the higher revision wins.",
    bent: ["a scan is followed from the head that was read before it"],
    note: "What a scan met newer comes again with its own entry, so that the higher revision wins is guarded twice.",
    takenOut: [],
    tests: [
      [FOLLOWER, "a follower", "is exact at the end of the log although writes went on while it scanned"],
      [PUBLISH, "publishing", "is exact although writes go on while it scans and writes runs into its base"],
    ],
  },
  {
    rule: "An index is exact at its position: entries are applied whole, and what is replaced or deleted is found no more.",
    bent: ["entries are applied whole", "what is replaced or deleted is masked"],
    takenOut: [],
    tests: [
      [SNAPSHOTS, "a follower's index", "holds whole entries of the log and no part of one, wherever its pages end"],
      [FOLLOWER, "a follower", "holds at every position exactly what the log says up to there, whatever the pages"],
    ],
  },
  {
    rule: "An index never goes back, and begins anew when the log was trimmed behind it.",
    bent: ["an index that moves to a newer snapshot takes the log along", "a view behind a trimmed log is built anew"],
    takenOut: [],
    tests: [
      [
        SNAPSHOTS,
        "a follower's index",
        "is exact at its position while it moves to newer snapshots, and never goes back",
      ],
      [FOLLOWER, "a follower", "builds anew when the log was trimmed behind its view"],
    ],
  },
  {
    rule: "A snapshot is there before anything names it, under a name that no other attempt has.",
    bent: ["a blob is put before anything names it", "a snapshot has a new name with every attempt"],
    takenOut: [],
    tests: [[RACES, "a publisher that dies", "leaves a sound pointer at every step, and the next one finishes"]],
  },
  {
    rule: "The pointer is swapped for what was read before the build, and never goes back; three snapshots are offered.",
    bent: ["the pointer is swapped under the token that was read first"],
    takenOut: ["three snapshots are offered"],
    tests: [
      [RACES, "publishers at once", "stay sound over a store as weak as the port permits"],
      [PUBLISH, "publishing", "goes on from the snapshot before and keeps the last three"],
    ],
  },
  {
    rule: "Who has lost deletes his own blob, and leaves it when he does not know whether he has lost.",
    bent: [],
    note: "A blob too many harms nobody; and that he fails half-way just there was not caught in 1,000 seeds.",
    takenOut: [
      "a publisher that has lost deletes its blob",
      "a publisher that does not hear whether it has lost keeps its blob",
    ],
    tests: [
      [
        PUBLISH,
        "publishing",
        "leaves its blob to pruning when it does not hear whether it is offered, since it may yet be",
      ],
    ],
  },
  {
    rule: "Maintenance alone deletes other blobs: those that nobody is offered, and that are a day old by their names.",
    bent: ["only blobs that the pointer does not name are deleted", "young blobs stay, also if nothing names them yet"],
    takenOut: [],
    tests: [
      [PRUNE, "pruning", "deletes what is no longer offered once it is a day old, and nothing else"],
      [PRUNE, "pruning", "never takes a snapshot that is offered while it looks"],
    ],
  },
  {
    rule: "A board that has no snapshot yet is scanned, as long as it is small enough for a request.",
    bent: [],
    note: "So does every board of the simulation begin; what a scan costs it does not know.",
    takenOut: [],
    tests: [
      [SNAPSHOTS, "a follower's index", "comes from a scan when nothing is published, or no blob store is there"],
      [SNAPSHOTS, SHORT, "is refused when it is too large to scan, until something is published"],
    ],
  },
  {
    rule: "From 2,000 changes or 4 MB behind the snapshots on somebody publishes.",
    bent: [],
    note: "Without it searches are slower, and maintenance publishes in its time: not caught in 300 seeds.",
    takenOut: ["from the soft bound on publishing is worth it"],
    tests: [
      [PUBLISHER, "the publisher of a process", "publishes after imports once they have changed enough together"],
    ],
  },
  {
    rule: "From 20,000 changes or 40 MB on an import publishes first, and is refused when that does not help; single writes go on.",
    bent: ["only an import far ahead of the snapshots is refused"],
    note: "An import that goes on all the same breaks no promise but that of time: not caught in 300 seeds.",
    takenOut: ["behind the hard bound an import has no room", "behind the hard bound an import publishes first"],
    tests: [
      [PUBLISHER, "room for an import", "is made by publishing when it is not"],
      [PUBLISHER, "room for an import", "is refused when it cannot be made, with when to come back"],
    ],
  },
  {
    rule: "A search that would have to apply more than that is refused, and never builds.",
    bent: [],
    note: "An answer that takes too long is right all the same: not caught in 300 seeds.",
    takenOut: ["a request applies no more than the hard bound"],
    tests: [
      [
        SNAPSHOTS,
        SHORT,
        "is refused as behind when the log behind every snapshot is too long, and once, not by every request anew",
      ],
    ],
  },
  {
    rule: "A view that is a second old is refreshed before it answers, says how old it is, and that it is stale when that failed.",
    bent: [
      "an old view is refreshed before it answers",
      "a view tells the age that it has when it answers",
      "a view that could not be refreshed says so",
    ],
    takenOut: ["a search waits 150 ms for a refresh", "a search goes on with what is loaded when the database is away"],
    tests: [
      [FOLLOWER, "a follower", "looks for the writes of others once its view is older than the interval"],
      [FOLLOWER, "a follower", "goes on with what it has, marked stale, while the store is down"],
    ],
  },
  {
    rule: "All who wait for a refresh share one.",
    bent: [],
    note: "Changes that are applied twice change nothing, and a position that would go back is refused: not caught in 3,000 seeds.",
    takenOut: ["one refresh is shared by all who wait for one"],
    tests: [
      [FOLLOWER, "a follower", "shares one refresh among all who wait for one"],
      [
        "test/functions/degradation/stores-away.test.ts",
        "D9: a thousand searches at once on a view that is old",
        "cost one look at the log, and so do the thousand behind them none",
      ],
    ],
  },
  {
    rule: "Who asks for a position gets it, or hears that the index is behind; a process sees what it wrote itself.",
    bent: ["a request that asks for a position waits for it", "a process sees what it wrote itself"],
    takenOut: [],
    tests: [
      [
        FOLLOWER,
        "a follower",
        "refreshes for a position that it has not reached, and says behind when the log has not either",
      ],
      [FOLLOWER, "a follower", "shows a process its own writes in the next search"],
      [
        "test/functions/http/log-end.test.ts",
        "the end of the log",
        "is looked at five times a second at most, one look at a time",
      ],
    ],
  },
  {
    rule: "A process has so many boards open, and closes the one that was asked longest ago.",
    bent: [],
    note: "The simulation has one board.",
    takenOut: ["of the open boards the one that was asked longest ago is closed"],
    tests: [
      [
        "test/functions/http/boards.test.ts",
        "boards that are open",
        "are so many at most: the one that was asked longest ago is closed, and opened again when it is asked for",
      ],
    ],
  },
  {
    rule: "What is visible follows one reading of the clock for each request; that it expires is no change.",
    bent: ["visibility follows the clock", "a walk goes on at the instant of its first page"],
    takenOut: [],
    tests: [
      [
        "test/core/index/lifecycle.property.test.ts",
        "an index",
        "is exact in every process, whatever has happened to the snapshots",
      ],
      [
        "test/functions/http/search.test.ts",
        "GET /v1/search",
        "finds only what is published now, whatever the log says of the clock",
      ],
      ["test/functions/http/changes-and-exports.test.ts", "GET /v1/changes", "does not count the clock as a change"],
    ],
  },
  {
    rule: "The next page is of no older view, goes on behind all of the last hit's values, and says when scores may have moved.",
    bent: [
      "the next page is not older than the page before",
      "a page ends at all of its sort values",
      "scores of another instant are another view",
    ],
    takenOut: [],
    tests: [
      [
        "test/core/search/cursor-walk.property.test.ts",
        "a walk by cursor",
        "passes a listing that stays exactly once, at any depth",
      ],
    ],
  },
  {
    rule: "`verify` compares index and log with all that is stored, at one position, and names what differs.",
    bent: [],
    note: "Each run of the simulation ends with it, in each process, and what it says is held against the log.",
    takenOut: [],
    tests: [
      ["test/core/index/verify.test.ts", "verify", "compares at one position although writes go on"],
      [
        "test/core/index/verify.test.ts",
        "verify",
        "names a record whose stamps are not those of its log entry, and one that its entry differs from",
      ],
    ],
  },
];
