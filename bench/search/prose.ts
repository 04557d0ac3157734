/** Descriptions: Markdown of headings, paragraphs and lists, whose words follow the frequencies of real ones. */
import { RankSampler } from "./distribution.ts";
import { capital } from "./places.ts";
import { COMMON, PHRASES, syntheticWord, TECHNOLOGIES } from "./words.ts";

/**
 * Ranks and frequencies over the 636,575 words of 993 real descriptions; the last point goes on at the slope of 2.4 that
 * ranks 3,000 to 10,000 have, and that their vocabulary grows by (its size goes with the 0.4th power of the words read).
 */
const words = new RankSampler([
  { rank: 1, frequency: 4.9e-2 },
  { rank: 10, frequency: 1.23e-2 },
  { rank: 30, frequency: 3.28e-3 },
  { rank: 100, frequency: 1.19e-3 },
  { rank: 300, frequency: 5.02e-4 },
  { rank: 1_000, frequency: 1.41e-4 },
  { rank: 3_000, frequency: 2.98e-5 },
  { rank: 10_000, frequency: 1.57e-6 },
  { rank: 200_000, frequency: 1.2e-9 },
]);

/** A text repeats itself: of a word that is not a common one, how often it is one that was there before. */
const REPEATS = 0.35;
const OWN_WORDS = 0.09;
const PHRASE_STARTS = 0.22;
const TECHNOLOGY_MENTIONS = 0.006;
const HEADINGS = [
  "About us",
  "The role",
  "Responsibilities",
  "Requirements",
  "Nice to have",
  "Benefits",
  "How to apply",
];

export interface Topic {
  /** Words of this listing's job, and its tags and skills. */
  readonly own: readonly string[];
  readonly company: string;
}

/** About so many words. */
export function description(random: () => number, length: number, topic: Topic): string {
  const sections = 3 + Math.floor(random() * (HEADINGS.length - 3));
  const next = wordsOf(random, topic);
  let text = "";
  for (let section = 0; section < sections; section++) {
    text += `${section === 0 ? "" : "\n"}## ${HEADINGS[section]}\n\n`;
    if (section === 0) text += `**${topic.company}** `;
    text += sentences(random, length / sections, section % 2 === 1, next);
  }
  return text;
}

function sentences(random: () => number, length: number, isList: boolean, next: () => string): string {
  let text = "";
  // Half a sentence too many is the average, if one begins below the length.
  for (let count = 8; count < length; ) {
    const size = 8 + Math.floor(random() * 18);
    const sentence = random() < PHRASE_STARTS ? phrase(random).split(" ") : [];
    while (sentence.length < size) sentence.push(next());
    text += `${isList ? "* " : ""}${capital(sentence.join(" "))}.${isList || random() < 0.3 ? "\n" : " "}`;
    count += size;
  }
  return text;
}

export function summary(random: () => number, topic: Topic): string {
  const next = wordsOf(random, topic);
  return `${topic.company} is looking for ${Array.from({ length: 8 + Math.floor(random() * 10) }, next).join(" ")}.`;
}

function wordsOf(random: () => number, { own }: Topic): () => string {
  const used: string[] = [];
  return () => {
    const kind = random();
    if (kind < OWN_WORDS) return own[Math.floor(random() * own.length)] ?? "";
    if (kind < OWN_WORDS + TECHNOLOGY_MENTIONS)
      return TECHNOLOGIES[Math.floor(random() ** 1.5 * TECHNOLOGIES.length)] ?? "";
    const rank = words.draw(random());
    if (rank < COMMON.length) return COMMON[rank] ?? "";
    if (used.length > 4 && random() < REPEATS) return used[Math.floor(random() * used.length)] ?? "";
    const word = syntheticWord(rank - COMMON.length);
    used.push(word);
    return word;
  };
}

function phrase(random: () => number): string {
  return PHRASES[Math.floor(random() ** 2 * PHRASES.length)] ?? "";
}
