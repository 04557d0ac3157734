import type { Match } from "./skill-trie.ts";
import type { Token } from "./tokens.ts";
import { wordSet } from "./word-set.ts";

/** How far back in the sentence a word is looked for that makes the name someone else's. */
const LOOKBACK = 12;

const DEPARTMENT_NOUNS = wordSet(`
  team teams department departments colleagues org organization organisation function firm tools engineers leaders
  specialists counterparts manager managers director representative representatives`);
const HEADS = wordSet("director head vp");
const COLLABORATION = wordSet(`
  work working works closely collaborate collaborates collaborating collaboration partner partnering interact coordinate
  liaise alongside involved relationship between`);
const HOLDER_NOUNS = wordSet("ventures fund founder founders co cofounder ceo coo cto ciso profile profiles");
const INVESTORS = wordSet("founders founder investors investor backers");
const NEGATIONS = wordSet("no without");
/** "t" is what the tokens leave of "don't" and "won't". */
const NOT = wordSet("not t");
const USE = wordSet("use using require requires need");

/**
 * Whether a skill is named but is not one here: colleagues ("collaborate with product management"), an investor
 * ("Salesforce Ventures", "the founders of Figma"), a profile to send ("your GitHub profile"), or a negation
 * ("no cold calling", "we do not use PHP").
 */
export function isAboutOthers(tokens: readonly Token[], match: Match): boolean {
  return isColleagues(tokens, match) || isHolder(tokens, match) || isNegated(tokens, match.first);
}

function isColleagues(tokens: readonly Token[], { spelling, first, last }: Match): boolean {
  if (spelling.skill.isDepartment !== true) return false;
  if (tokens[first - 1]?.key === "of" && HEADS.has(tokens[first - 2]?.key ?? "")) return true;
  if (DEPARTMENT_NOUNS.has(tokens[last + 1]?.key ?? "")) return true;
  return sentenceBefore(tokens, first).some((token) => COLLABORATION.has(token.key));
}

function isHolder(tokens: readonly Token[], { spelling, first, last }: Match): boolean {
  if (spelling.skill.isConcept) return false;
  const after = tokens[last + 1];
  const isPossessive = after?.gap === "none" && (after.key === "'" || after.key === "’");
  const noun = tokens[last + (isPossessive ? 3 : 1)];
  if (noun?.gap === "space" && HOLDER_NOUNS.has(noun.key)) return true;
  return sentenceBefore(tokens, first).some((token) => INVESTORS.has(token.key));
}

function isNegated(tokens: readonly Token[], first: number): boolean {
  if (NEGATIONS.has(tokens[first - 1]?.key ?? "")) return true;
  const before = sentenceBefore(tokens, first);
  return before.some((token, i) => NOT.has(token.key) && USE.has(before[i + 1]?.key ?? ""));
}

/** The words before, up to the start of the sentence or line. */
function sentenceBefore(tokens: readonly Token[], first: number): Token[] {
  let from = first;
  while (from > 0 && first - from < LOOKBACK && isSameSentence(tokens, from)) from--;
  return tokens.slice(from, first);
}

function isSameSentence(tokens: readonly Token[], at: number): boolean {
  const gap = tokens[at]?.gap;
  return gap !== "line" && gap !== "break" && !/^[.!?;]$/.test(tokens[at - 1]?.key ?? "");
}
