/** The rows of the fault matrix about what is served: indexes, imports, copies, callers. */
import type { NamedTest } from "../support/named-tests.ts";
import type { FaultRow } from "./matrix.ts";
import {
  AWAY,
  BOARD,
  CANARIES,
  FOLLOWER,
  FORGOTTEN,
  HOSTILE,
  POISON,
  SNAPSHOTS,
  VERSIONS,
  WIRES,
} from "./matrix-files.ts";

export const OF_SERVICE: readonly FaultRow[] = [
  {
    id: "T9",
    fault: "two publishers race, one of them slow",
    tests: [
      [
        "test/core/index/publish-races.test.ts",
        "publishers at once",
        "leave what one of them offers, and no blob of the others, in every order of their steps",
      ],
      ["test/core/index/prune.test.ts", "pruning", "never takes a snapshot that is offered while it looks"],
    ],
  },
  {
    id: "T10",
    fault: "a snapshot is older than what is still remembered of deletions",
    tests: [
      [
        FORGOTTEN,
        "a deletion that is forgotten",
        "is not undone by a new process that finds only snapshots from before it",
      ],
      [
        FORGOTTEN,
        "a deletion that is forgotten",
        "is not undone by a process that stood still all the while, with the listing in its index",
      ],
      [
        FORGOTTEN,
        "a deletion that is forgotten",
        "is not undone by the next snapshot, which would otherwise be made from the one before",
      ],
      [
        "test/simulation/simulation.test.ts",
        "a simulated board",
        "keeps every promise under a thousand seeds, each of which is one run and no other",
      ],
      ["test/functions/maintain.test.ts", "maintenance", "keeps the log behind the oldest snapshot that is offered"],
      [
        "test/core/index/publish.test.ts",
        "publishing",
        "scans when the log was trimmed behind the only snapshot that is left",
      ],
      [
        SNAPSHOTS,
        "a follower's index",
        "starts from the newest snapshot again when the log was trimmed behind it, as behind a function that was frozen",
      ],
    ],
  },
  {
    id: "T11",
    fault: "many cold starts at once",
    tests: [
      ["test/faults/cold-starts.test.ts", "processes that all start at once answer every search, each exactly"],
      [FOLLOWER, "a follower", "shares one refresh among all who wait for one"],
    ],
  },
  {
    id: "T12",
    fault: "a record in the store that validation would not have let in",
    tests: [
      [POISON, "a stored listing that is damaged, %s", "%s: is refused, named, and costs no other"],
      [POISON, "a stored listing that is damaged, %s", "%s: is named, and costs no other"],
      [POISON, "an entry of the log that is damaged, %s", "%s: is passed by a scan, and costs no listing"],
      [
        AWAY,
        "D12: listings that no route would have let in",
        "are one among others: those are found, and the log goes on behind them",
      ],
    ],
  },
  {
    id: "T13",
    fault: "an import ends in the middle",
    tests: [
      [
        "test/functions/cli-crash.test.ts",
        "every acknowledged row and listing outlives SIGKILL, and the log stays dense",
      ],
      ["test/functions/http/imports.test.ts", "POST /v1/imports", "never lets a bad row block another"],
      [
        "test/functions/http/imports.test.ts",
        "an import whose answer would be too large for its platform",
        "stops, says where to go on, and goes on from there",
      ],
      ...WIRES,
    ],
  },
  {
    id: "T14",
    fault: "sizes at the limit, below and above",
    tests: [
      [BOARD, "a board's writes", "refuses a listing over 256 KB and names its largest field"],
      [BOARD, "a board's writes", "keeps an entry within 40 listings and 128 KB, and lets a larger listing go alone"],
      HOSTILE,
    ],
  },
  {
    id: "T15",
    fault: "every kind of character",
    tests: [HOSTILE],
  },
  {
    id: "T16",
    fault: "the index is behind, the log is blocked or trimmed under a reader",
    tests: [
      [FOLLOWER, "a follower", "does not wait for a slow store longer than a search may take"],
      [
        FOLLOWER,
        "a follower",
        "refreshes for a position that it has not reached, and says behind when the log has not either",
      ],
      [
        AWAY,
        "D5: the database away, the index loaded",
        "answers every search, says that it is stale and how old, and acknowledges no write",
      ],
      [FOLLOWER, "a follower", "builds anew when the log was trimmed behind its view"],
    ],
  },
  {
    id: "T17",
    fault: "paging while listings change; cursors that were tampered with",
    tests: [
      [
        "test/core/search/cursor-walk.property.test.ts",
        "a walk by cursor",
        "passes a listing that stays exactly once, at any depth",
      ],
      HOSTILE,
    ],
  },
  {
    id: "T18",
    fault: "one cloud is down: failover, return, both wrote",
    tests: [
      [
        "test/acceptance/copy-chain.test.ts",
        "a board moves through every store and back, with its log, its cursors and its keys",
      ],
      ["test/core/store/copy.test.ts", "a fork", "is a board of its own, from the same past on"],
    ],
    except:
      "A board has one home: it is moved (the source is sealed first) or copied to become another board. Replication with two writers is a non-goal, so there is no split to heal.",
  },
  {
    id: "T19",
    fault: "a copy dies between two writes",
    tests: [
      [
        "test/core/store/copy.test.ts",
        "a copy that dies",
        "at any commit is closed, and the same copy finishes it (move: %s)",
      ],
      [
        "test/functions/cli-copy.test.ts",
        "copy --seal",
        "killed half-way, and run again, moves the board: the source is 503, cursors go on at the target",
      ],
    ],
  },
  {
    id: "T20",
    fault: "the index is built from nothing while writes go on",
    tests: [
      [FOLLOWER, "a follower", "is exact at the end of the log although writes went on while it scanned"],
      [
        "test/core/index/publish.test.ts",
        "publishing",
        "is exact although writes go on while it scans and writes runs into its base",
      ],
      ["test/core/index/verify.test.ts", "verify", "compares at one position although writes go on"],
    ],
  },
  {
    id: "T21",
    fault: "more load than there is room for",
    tests: [
      [
        "test/functions/degradation/overload.test.ts",
        "D7: the gate of a process",
        "answers searches as they come one by one, and of a thousand at once only as many as may wait",
      ],
      [
        "test/functions/degradation/overload.test.ts",
        "D11: callers",
        "of one address are told to slow down, and no others",
      ],
    ],
    except: "The curve over time is `npm run bench -- overload`, and with faults on top the soak.",
  },
  {
    id: "T22",
    fault: "memory or handles leak",
    tests: [
      ["test/soak/soak.test.ts", "what a process keeps", "is flat: %s"],
      ["test/soak/soak.test.ts", "what a process keeps", "is too much: %s"],
    ],
    except:
      "The tests show the verdict only. Its samples take minutes of mixed work under faults, which is a command: `npm run soak` ends with 1 when memory or handles grow.",
  },
  {
    id: "T23",
    fault: "old data meets new code, new data old code",
    tests: [
      [
        "test/core/index/golden-snapshot.test.ts",
        "the snapshot of a fixed board",
        "is the same bytes as on the day that its engine version was made",
      ],
      [
        "test/core/index/golden-snapshot.test.ts",
        "the snapshot of a fixed board",
        "answers as the listings themselves do",
      ],
      ["test/core/index/snapshot/damage.test.ts", "a snapshot of another format", "%i is refused by its number"],
      [
        VERSIONS,
        "a snapshot of another version",
        "of %s is passed over unread, for the one before, and for a scan where there is none",
      ],
      [
        VERSIONS,
        "a snapshot of another version",
        "that the pointer does not know for one (format %i) is refused by its number, for the one before",
      ],
      [
        VERSIONS,
        "a snapshot of another version",
        "of %s is followed by one of this version, although nothing has changed",
      ],
      [BOARD, "what is stored", "by a newer format is refused by name"],
      [
        "test/adapters/sqlite.test.ts",
        "sqlite, faults",
        "a file of a newer schema is refused, by its version, and left as it is",
      ],
    ],
    except:
      "Format 1 is the first of a snapshot, and no version was released before engine version 2: there is no older file to read. Of an older engine none is read, by design: it would score otherwise.",
  },
  {
    id: "T24",
    fault: "one board's callers reach for another's",
    tests: [
      [
        "test/functions/http/boards-apart.test.ts",
        "two boards of one store",
        "see nothing of each other and change nothing of each other, whatever is asked of them in whatever order",
      ],
    ],
  },
  {
    id: "T25",
    fault: "secrets in logs, metrics or errors",
    tests: [
      [
        "test/faults/canaries.test.ts",
        "what was said in confidence is in no line of the log, no metric and no error answer",
      ],
      ...[
        "what was said in confidence to the Lambda bundle",
        "what was said in confidence to the Cloud Run bundle",
      ].map((suite): NamedTest => [CANARIES, suite, "is in no line of the log and no error answer"]),
      [
        CANARIES,
        "what was said in confidence to the Lambda bundle",
        "nor while its stores are away, with keys in its environment",
      ],
      [
        CANARIES,
        "what was said in confidence to the Lambda bundle",
        "nor when its stores refuse the signature and repeat what they were sent, the session's token too",
      ],
      [CANARIES, "what was said in confidence to the Cloud Run bundle", "nor while its stores are away"],
    ],
  },
];
