/** Seeds that once broke a promise, and why: they are run for ever. */
export interface Regression {
  readonly seed: number;
  readonly why: string;
}

export const REGRESSIONS: readonly Regression[] = [
  { seed: 9, why: "an idempotency key made its listing again after the source had made it anew and it was deleted" },
  { seed: 84, why: "a board that another process was making was taken for one that had lost its layout" },
  {
    seed: 16,
    why: "a write that was given up while its batch was read went into the commit, and its caller was told that it had not",
  },
  { seed: 16, why: "an answer that had to load a part of its snapshot said that it was younger than it was" },
  { seed: 133, why: "a walk by relevance left out listings when the clock of the next process was behind" },
  { seed: 531, why: "a restore took an old entry for news, of which a trim had forgotten the deletion that followed" },
  { seed: 1512, why: "a restore beside another one took the log that was being folded for one that is not there" },
  { seed: 10_316, why: "a refresh that ended late put the index back that a move had replaced" },
  {
    seed: 33_948,
    why: "a key that was used again over a mark which a trim had left was held by that old mark, so for less than 30 days",
  },
  {
    seed: 70_787,
    why: "a restore took an entry before a hole of the log for its last one, and left those behind it in place",
  },
  {
    seed: 132_328,
    why: "a restore opened the board that another one had begun to restore anew, before the log was folded",
  },
  {
    seed: 83_076,
    why: "a log that was trimmed while its end was looked for seemed to end before entries that a copy had",
  },
  {
    seed: 87_402,
    why: "who opened a board that was never heard to be made was told of a write in doubt, and had asked for none",
  },
  {
    seed: 86_581,
    why: "damage that opening a snapshot does not meet was never mended on a board that nobody wrote to",
  },
];
