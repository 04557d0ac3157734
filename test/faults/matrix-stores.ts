/** The rows of the fault matrix about stores, disks, clocks and files. */
import type { FaultRow } from "./matrix.ts";
import { BOARD, DISK, FOLLOWER, KILLS, SNAPSHOTS, WIRES } from "./matrix-files.ts";

export const OF_STORES: readonly FaultRow[] = [
  {
    id: "T1",
    fault: "SIGKILL in the middle of a write",
    tests: [
      KILLS,
      [
        "test/functions/cli-crash.test.ts",
        "every acknowledged row and listing outlives SIGKILL, and the log stays dense",
      ],
      [
        "test/adapters/sqlite.test.ts",
        "sqlite, several processes on one file",
        "a process killed in the middle of its commits loses nothing it acknowledged and leaves no half commit",
      ],
      [
        "test/adapters/file.test.ts",
        "file, crashes",
        "a process killed in the middle of its puts leaves what it acknowledged, whole, and nothing torn",
      ],
    ],
  },
  {
    id: "T1b",
    fault: "a sync of the disk fails",
    tests: [
      [
        DISK,
        "a disk that fails when it is asked to sync or to write",
        "once, at whichever sync: nothing is acknowledged before a sync has succeeded",
      ],
      [
        DISK,
        "a disk that fails when it is asked to sync or to write",
        "from a sync on: nothing is acknowledged any more, and what was is there",
      ],
      [
        DISK,
        "a disk that fails when it is asked to sync or to write",
        "leaves a server that reads on, refuses clearly, and answers no search wrong",
      ],
    ],
    except:
      "The process does not end at the first failure, as a store that syncs the same pages again would have to: SQLite rolls back, and the next attempt writes all of the commit anew before it syncs.",
  },
  {
    id: "T1c",
    fault: "the disk is full, a write is cut",
    tests: [
      [DISK, "files that may not grow any more", "lose nothing that was acknowledged, wherever the last write is cut"],
      [
        DISK,
        "files that may not grow any more",
        "leave a server that reads on, refuses clearly, and answers no search wrong",
      ],
      [
        DISK,
        "a disk that fails when it is asked to sync or to write",
        "full (ENOSPC) once, for a while and for good: what was acknowledged is there",
      ],
      ["test/adapters/file.test.ts", "file, crashes", "on a full disk a put is unavailable and leaves nothing"],
    ],
  },
  {
    id: "T1d",
    fault: "a bit flips in the store's own file",
    tests: [
      [
        "test/faults/flips.test.ts",
        "a database with a flipped byte is refused, reads as before, or verify names what differs",
      ],
      ["test/adapters/sqlite.test.ts", "sqlite, faults", "a damaged page is corrupt when it is read"],
    ],
    except: "SQLite has no checksums of its pages; docs/faults.md says what verify cannot see.",
  },
  {
    id: "T2",
    fault: "death, or silence, between commit and answer",
    tests: [
      ...WIRES,
      KILLS,
      [BOARD, "answers that were lost", "are found in the slot: one effect, and success"],
      [
        "test/core/store/interleavings.test.ts",
        "any interleaving of writers, crashes and faults",
        "loses no write, doubles no effect, leaves no gap and keeps the order",
      ],
    ],
  },
  {
    id: "T3",
    fault: "a request arrives twice, at once or late",
    tests: [
      [BOARD, "idempotent creates", "find what the first one made, as it is now"],
      [BOARD, "idempotent creates", "with one key and two bodies at once make one listing"],
      [BOARD, "idempotent creates", "leave a mark of the key for 30 days, and hold on while the listing is there"],
      ...WIRES,
    ],
  },
  {
    id: "T4",
    fault: "many processes write to one listing, or to one log",
    tests: [
      [BOARD, "several processes on one board", "lose nothing and double nothing, whoever wins each slot"],
      [BOARD, "several processes on one board", "let exactly one of twenty updates of one revision win"],
      [
        "test/adapters/sqlite.test.ts",
        "sqlite, several processes on one file",
        "4 processes that create the file and append to one log fill it densely, each entry exactly once",
      ],
      ["test/contract/key-space-races.ts", "of 20 writers with one token exactly one wins, and its value is stored"],
    ],
  },
  {
    id: "T5",
    fault: "a store throttles, fails, is slow, is cut or swallows everything",
    tests: [
      ...WIRES,
      [
        "test/contract/key-space-faults.ts",
        `\${name} tells the truth under faults on the wire`,
        "throttling is unavailable: nothing was applied",
      ],
      [
        "test/functions/degradation/retries.test.ts",
        "D2: while everything fails",
        "a short fault is still repeated, and nobody notices",
      ],
      [
        "test/functions/degradation/deadlines.test.ts",
        "D1: a store that never answers",
        "ends a write that was sent as one whose outcome is unknown",
      ],
    ],
  },
  {
    id: "T6",
    fault: "clocks are wrong, or jump",
    tests: [
      [
        "test/faults/clocks.test.ts",
        "two servers on one board, one ten minutes ahead and one ten minutes behind",
        "lose nothing, double nothing, and their searches are exact at the position that they name",
      ],
      [
        "test/faults/clocks.test.ts",
        "two servers on one board, one ten minutes ahead and one ten minutes behind",
        "keep the order of the log, whatever their stamps say, and show a listing by their own clock",
      ],
      [
        "test/faults/clocks.test.ts",
        "a server whose clock is set back by ten minutes under load loses nothing, and says nothing that is old or wrong",
      ],
      [FOLLOWER, "a follower", "looks also when only the wall clock went on, as in a function that was frozen"],
    ],
  },
  {
    id: "T7",
    fault: "the feed of changes is late, repeated, reordered or has gaps",
    tests: [
      [FOLLOWER, "a follower", "holds at every position exactly what the log says up to there, whatever the pages"],
      [BOARD, "the log", "reads a page with a gap once more before it calls the log trimmed"],
      [
        "test/core/search/history.property.test.ts",
        "a search",
        "answers alike whatever the order and the history of the changes that made the index",
      ],
    ],
  },
  {
    id: "T8",
    fault: "a snapshot is damaged, cut, of another version or of another board",
    tests: [
      ["test/faults/flips.test.ts", "a snapshot with a flipped byte, or cut anywhere, changes no answer"],
      [
        "test/core/index/snapshot/damage.test.ts",
        "a damaged snapshot",
        "is refused by the name of the part, whichever of its bits is flipped, padding included",
      ],
      ["test/core/index/snapshot/damage.test.ts", "a damaged snapshot", "is refused at every length but its own"],
      [
        "test/core/index/snapshot/damage.test.ts",
        "a snapshot of another board",
        "is refused, and so is one of another life of the same board",
      ],
      [
        SNAPSHOTS,
        "a snapshot that is loaded part by part",
        "is replaced by the one before when a part of it turns out to be lost, in the middle of an answer",
      ],
    ],
  },
];
