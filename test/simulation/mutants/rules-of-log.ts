/** The rules of listings and their log. */
import type { Rule } from "./rules.ts";

const BOARD = "test/core/store/board.test.ts";
const RARE = "test/core/store/rare-orders.test.ts";
const RESTORE = "test/core/store/restore.test.ts";
const COPY = "test/core/store/copy.test.ts";
const LOST = "answers that were lost";
const CREATES = "idempotent creates";

export const OF_THE_LOG: readonly Rule[] = [
  {
    rule: "A board has one log. Its entries are numbered without a gap, and each number is given out once.",
    bent: ["a slot is taken only if it is free"],
    takenOut: ["a slot is taken only if absent"],
    tests: [[BOARD, "several processes on one board", "lose nothing and double nothing, whoever wins each slot"]],
  },
  {
    rule: "An entry and the listings that it changes are written together or not at all, bodies and all.",
    bent: ["entry and listings go in one commit"],
    takenOut: ["listing and entry go in one commit"],
    tests: [
      [
        "test/core/store/interleavings.test.ts",
        "any interleaving of writers, crashes and faults",
        "loses no write, doubles no effect, leaves no gap and keeps the order",
      ],
    ],
  },
  {
    rule: "A listing is written only over what was read of it.",
    bent: [],
    note: "Guarded twice: whoever finds his slot free has read what the log says up to there. Not caught in 300 seeds.",
    takenOut: ["a listing is written under its token"],
    tests: [[BOARD, "a listing that was changed behind the log's back", "is not overwritten unseen"]],
  },
  {
    rule: "A listing's revision is the number of the entry that wrote it.",
    bent: ["the revision is the number of the entry"],
    takenOut: ["the revision is the number of the entry"],
    tests: [[BOARD, "a board's writes", "creates a listing whose revision is the number of its log entry"]],
  },
  {
    rule: "Content that is there already is written no second time.",
    bent: ["the same content commits nothing"],
    takenOut: ["the same content commits nothing"],
    tests: [[BOARD, "a board's writes", "answers the same content again with unchanged, and takes no position for it"]],
  },
  {
    rule: "A write that finds its own name in the slot, or in the listing, has succeeded.",
    bent: ["a slot that carries my operation is my success", "the slot of another is no success of mine"],
    takenOut: ["a listing that carries my operation is my success", "a slot that carries my operation is my success"],
    tests: [
      [BOARD, LOST, "are found in the slot: one effect, and success"],
      [BOARD, LOST, "are found in the listing when the slot could not be read"],
    ],
  },
  {
    rule: "A slot that another has taken settles the attempt at it; a free one is tried again. Nothing is judged before.",
    bent: ["a slot that is absent is tried again"],
    takenOut: [
      "another's slot settles the attempt: go on",
      "a slot that is absent is tried again",
      "slots left behind are looked at before anything is judged",
      "nothing is refused while an attempt may still land",
      "a writer far behind looks for the end of the log",
    ],
    tests: [
      [BOARD, LOST, "are settled by whoever took the slot meanwhile: the write goes on behind it"],
      [RARE, "a writer", "looks at the very slot that is in doubt before it judges"],
    ],
  },
  {
    rule: "A write is tried 8 times at most, with pauses that grow, differ, and follow the store.",
    bent: [],
    note:
      "Whoever gives up says so, and whoever does not has an end of his time: one attempt was not caught in 3,000 seeds, nor 800 " +
      "in 300.",
    takenOut: ["at most 8 attempts", "pauses grow and are jittered"],
    tests: [
      [BOARD, LOST, "that nothing can settle end in outcome_unknown"],
      [BOARD, "pauses between attempts", "grow with the attempts lost, stay bounded, and differ between writers"],
    ],
  },
  {
    rule: "What may have been written is refused as unknown, and only what surely was not as unavailable.",
    bent: ["out of attempts, doubt is an unknown outcome", "a write that was given up is left out of the commit"],
    takenOut: ["after its attempts, doubt is outcome_unknown", "surely not applied is unavailable"],
    tests: [
      [BOARD, LOST, "do not turn throttling into doubt"],
      [BOARD, LOST, "of a caller who stopped waiting are doubt when the write was under way, and none when it was not"],
    ],
  },
  {
    rule: "A change is made on the revision that its sender has seen, and a late repetition on no other.",
    bent: ["a change is made on the revision that it names", "a patch leaves alone what it does not name"],
    takenOut: ["stale changes are dropped before they commit"],
    tests: [
      [BOARD, "a board's writes", "replaces under the current revision only"],
      [BOARD, "several processes on one board", "let exactly one of twenty updates of one revision win"],
    ],
  },
  {
    rule: "Writes that come together share an entry: up to 40 listings and 128 KB, a larger one alone, each listing once.",
    bent: [],
    note:
      "No commit of the simulation comes near what a store refuses, and what is refused as a batch is tried one by one. " +
      "Without the 40, and without the once, not caught in 300 seeds.",
    takenOut: [
      "operations submitted together share an entry",
      "at most 40 listings an entry",
      "at most 128 KB an entry, a larger listing alone",
      "an entry changes a listing once",
      "operations of a batch that fails as a whole are tried one by one",
    ],
    tests: [
      [BOARD, "a board's writes", "keeps an entry within 40 listings and 128 KB, and lets a larger listing go alone"],
    ],
  },
  {
    rule: "The log ends where nothing follows, not where one number is missing; and an end seen long ago is looked for anew.",
    bent: [
      "the end of the log is found by a range, not by an absent slot",
      "a log's end that was seen long ago is looked up again",
    ],
    takenOut: [
      "the tail is looked for behind the last known entry by a range",
      "a tail learned long ago is looked up again",
      "the tail is bracketed, then cut",
      "the end of the log is an empty range, not an absent probe",
      "the end of a busy log is right behind what was found",
      "what lies behind a gap of the log is no end of it",
      "what is missing below an entry that is there was trimmed",
    ],
    tests: [
      [BOARD, "the log", "finds its end from any known entry, in few requests"],
      [RARE, "trimming", "between any two requests of a search for the end of the log leaves that search its end"],
      [
        "test/core/store/tail.property.test.ts",
        "ends at an entry that was there, and none was acknowledged behind it before it began",
      ],
    ],
  },
  {
    rule: "A board begins with entry 0, in the commit that makes it, and never anew over old records.",
    bent: ["making a board writes entry 0", "a board that is being made has not lost its layout"],
    takenOut: [
      "the creation of a board writes entry 0",
      "no new log over the records of a board that lost its layout",
      "a newer format is refused",
    ],
    tests: [
      [
        RARE,
        "opening",
        "while another process makes the board, of which a range meets the log alone, opens that board",
      ],
    ],
  },
  {
    rule: "The boards of a store are in a list, and none that is not in it is ever made.",
    bent: [],
    note: "The simulation has one board.",
    takenOut: [],
    tests: [
      [RARE, "opening a board", "never makes one that the list of boards does not know"],
      [
        "test/core/store/api-keys.test.ts",
        "the boards of a store",
        "are listed by name, page by page; one that must exist is not made",
      ],
    ],
  },
  {
    rule: "Settings are changed in an entry of the log, and a writer goes by no others than those before his slot.",
    bent: ["a change of settings looks at the slots that it doubts"],
    takenOut: ["a change of settings looks at the slots it doubts"],
    tests: [
      [BOARD, "the log", "carries settings in order, so that a writer never uses old ones"],
      [RARE, "a writer", "does not take settings that it read before a change for those behind it"],
    ],
  },
  {
    rule: "A consumer gets each change once, in order; a gap is looked at twice before it counts as trimmed, and never passed.",
    bent: [
      "a gap is read once more before it counts as trimmed",
      "a reader does not go on behind a gap",
      "half an entry is taken up where it was left",
      "no change of an entry is handed out again",
    ],
    takenOut: [
      "a gap is read once more before it counts as trimmed",
      "a gap counts as trimmed",
      "half an entry is taken up again where it was left",
      "a page of changes is bounded by what is stored",
    ],
    tests: [
      [BOARD, "the log", "hands out every change once, whatever the page size"],
      [BOARD, "the log", "reads a page with a gap once more before it calls the log trimmed"],
    ],
  },
  {
    rule: "Of the log goes what is below every offered snapshot and 30 days old, oldest first, and never the newest entry.",
    bent: ["trimming stops at the oldest snapshot", "trimming stops at 30 days"],
    note: "The newest entry is above every snapshot, so above the floor: guarded twice.",
    takenOut: [
      "trimming stops at the floor",
      "trimming stops at 30 days",
      "the newest entry is never deleted",
      "a trim that loses a commit stops",
    ],
    tests: [
      [BOARD, "the log", "is trimmed below the floor and beyond 30 days only, never its newest entry"],
      [RARE, "trimming", "stops at the first commit that is lost, so that what remains is dense"],
    ],
  },
  {
    rule: "Tombstones, and marks of idempotency keys, stay for 30 days; that they go is no change.",
    bent: ["tombstones stay for 30 days", "marks of idempotency keys stay for 30 days"],
    takenOut: ["tombstones go after 30 days", "marks of idempotency keys go after 30 days"],
    tests: [
      [BOARD, "the log", "loses tombstones after 30 days without a change"],
      [BOARD, CREATES, "leave a mark of the key for 30 days, and hold on while the listing is there"],
    ],
  },
  {
    rule: "What expired is deleted after 90 days, or as many as the settings say, not before.",
    bent: ["only what expired long ago is deleted", "what was extended since it was read is not deleted"],
    takenOut: [],
    tests: [
      ["test/functions/maintain.test.ts", "maintenance", "leaves an expired listing that is extended while it looks"],
      [
        "test/functions/maintain.test.ts",
        "maintenance",
        "deletes what expired 90 days ago, or as long ago as the board says, when it reads everything",
      ],
    ],
  },
  {
    rule: "A position is of one line of history. One of another has expired, and one above the log's end is refused.",
    bent: [],
    note: "Clients of the simulation stay with one line of history: what is restored or copied is a board beside theirs.",
    takenOut: ["a position of another incarnation has expired", "a point above the log's end is refused"],
    tests: [
      [BOARD, "positions", "of another incarnation have expired, and garbage never was one"],
      [BOARD, "the log", "continues from a point that is its end, and refuses one beyond it"],
    ],
  },
  {
    rule: "A restored board is a new line of history whose numbers begin above all that a backup holds.",
    bent: ["a restored log begins above every number of the backup", "a restored board is another line of history"],
    takenOut: ["a restore begins above every revision", "a restore has a new incarnation"],
    tests: [
      [RESTORE, "a restored board", "has every listing, a new incarnation and a log that begins anew"],
      [RESTORE, "a restore", "begins its log above the last entry, whatever is missing below it"],
    ],
  },
  {
    rule: "Of each listing, and of the settings, a restored board has the newest that record or log knows.",
    bent: [
      "what the log knows newer goes into the listings of a restored board",
      "a replay of the log leaves listings that are newer",
      "a replay of the log leaves settings that are newer",
    ],
    takenOut: [
      "a restore puts back what only the log knows, before it deletes it",
      "a replay: the higher revision wins",
      "a replay: newer settings stay",
    ],
    tests: [
      [RESTORE, "any torn backup", "is restored to the newest that it holds of each listing, and goes on"],
      [RESTORE, "a restored board", "keeps settings that are newer than what the log still knows"],
    ],
  },
  {
    rule: "Only what the log said in the 15 days before the backup, or before its own end, can be news to a restored board.",
    bent: [
      "what the log said in its last 15 days is news to a restored board",
      "what the log said before its last 15 days is no news to a restored board",
    ],
    takenOut: ["a restore takes nothing for news that an old entry says"],
    tests: [
      [
        RESTORE,
        "a restore",
        "brings nothing back of which a trim left an old entry behind, while newer ones and the tombstone were forgotten",
      ],
    ],
  },
  {
    rule: "Restores at once, or one behind another that has died, end as one.",
    bent: ["every commit of a copy rests on its layout"],
    note:
      "The token of the layout, which copies and restores share, holds runs apart. Bent in the restore alone (its head, its " +
      "name, its look at a log that another folds, a seal, a beginning) it was not caught in 300 seeds.",
    takenOut: [
      "a restore beside another one goes by what that has left of the log",
      "a restore that was finished by another run is finished",
      "a restore does not finish what another run has begun anew",
    ],
    tests: [
      [RESTORE, "a restore that dies", "at any commit is closed or as before, and the next one finishes it"],
      [RESTORE, "a restore", "beside another run ends as that one does, though what it looked at has moved"],
      [RESTORE, "a restore", "beside another run that finishes first is of the same line of history as that one"],
      [RESTORE, "a restore", "does not open what another run has begun anew since"],
    ],
  },
  {
    rule: "A copy has the same log, numbers and listings as its source, as of one entry.",
    bent: [
      "a copy follows the log behind what it has read",
      "a copy deletes what its source has no more",
      "entries behind the walk bring their marks to a copy",
      "a copy has the settings of its source",
    ],
    takenOut: [
      "a copy: what is extra is deleted",
      "a copy: the log is walked again when it was trimmed meanwhile",
      "a copy: the log behind the walk is followed",
      "a copy: entries behind the walk bring their marks",
      "a copy: one that says something else stays closed",
    ],
    tests: [
      [COPY, "a copy of a board that is written to", "is a true cut of it, and what the fork's settings were there"],
      [
        COPY,
        "a copy that is not what its source is",
        "stays closed and names the listings, and the same copy mends it",
      ],
    ],
  },
  {
    rule: "Of copies at once the one that began last goes on, and what the other had sent never lands.",
    bent: ["of two copiers only the later goes on", "every commit of a copy rests on its layout"],
    takenOut: [
      "a copy: every commit rests on the layout",
      "a copy: only the run that began last goes on",
      "a copy: the slot of a takeover never becomes free again",
      "a copy: an untouched board is taken over by its next slot",
      "what is being copied or restored is not opened",
    ],
    tests: [
      [COPY, "two copies at once", "end as one: the later run goes on, the earlier can do no more"],
      [
        COPY,
        "a run of a copy that was given up",
        "changes nothing when what it had sent arrives behind the end of the copy",
      ],
    ],
  },
  {
    rule: "A board that moves is sealed first, takes no write from then on, and goes on elsewhere as the same line of history.",
    bent: [
      "a sealed board takes no writes",
      "a seal takes the slot of whatever was decided before it",
      "a copy follows the log up to the seal",
    ],
    takenOut: [
      "a sealed board takes no writes",
      "a seal takes the slot of whatever was decided before it",
      "a seal turns writers away before it competes with them for a slot",
      "a copy: the log up to the seal is followed",
    ],
    tests: [
      [COPY, "a move", "carries every record as it is, and the target goes on where the source ends"],
      [
        COPY,
        "any interleaving of writers with a move",
        "ends with the same log on both sides: what was acknowledged is in it, what was refused is not",
      ],
    ],
  },
  {
    rule: "A copy that takes writes beside its source is a new line of history.",
    bent: [],
    note: "Nobody in the simulation opens a copy.",
    takenOut: ["a copy: a fork is a line of history of its own"],
    tests: [[COPY, "a fork", "is a board of its own, from the same past on"]],
  },
  {
    rule: "An idempotency key of a principal determines the listing that it makes, once, for as long as anything tells of it.",
    bent: ["an idempotency key determines the id", "a key has had its effect, whoever made the listing since"],
    takenOut: [
      "ids of keyed creates are derived",
      "the principal is part of a create's identity",
      "an idempotency key is marked, whatever id its listing has",
      "a second effect of an idempotency key renews its mark",
    ],
    tests: [
      [BOARD, CREATES, "find what the first one made, as it is now"],
      [BOARD, CREATES, "belong to one principal"],
      [BOARD, CREATES, "have had their effect when their listing was deleted and its source made it anew"],
    ],
  },
  {
    rule: "A key that comes with another body is refused, also when its listing is deleted; with the same body that is gone.",
    bent: ["a key that was used with another body is refused", "a tombstone keeps who created the listing"],
    takenOut: [
      "the same key with another body is refused",
      "a keyed create of what was deleted since is gone",
      "a tombstone keeps who created the listing",
    ],
    tests: [[BOARD, CREATES, "are refused when the body differs, also after the listing was deleted"]],
  },
  {
    rule: "A source and its own name for a listing determine the id, whichever request creates it, and never change.",
    bent: ["a source determines the id, whichever request creates"],
    takenOut: ["the source determines the id, whichever route creates", "a source is fixed at creation"],
    tests: [[BOARD, "a board's writes", "fixes the source at creation and derives the id from it"]],
  },
  {
    rule: "A source that says all it has archives what it does not name, and nothing that changed since it was looked at.",
    bent: [
      "what a source names is not archived",
      "what has changed since it was looked at is not archived",
      "a retaining import goes by the end of the log",
    ],
    takenOut: [],
    tests: [
      [
        "test/functions/http/retain.test.ts",
        "mode=retain while others write",
        "leaves a listing that was upserted behind the look at the index, says so, and judges it anew when sent again",
      ],
    ],
  },
];
