import type { Match } from "./skill-trie.ts";
import type { Token } from "./tokens.ts";
import { wordSet } from "./word-set.ts";

/**
 * Decides whether a word that is also plain English ("Go", "Spring", "Notion") names a skill here. The text must say so:
 * by the word after ("Go proficiency"), the words before ("written in Go"), a list it stands in ("Java, Go and C++"),
 * or a bullet of its own.
 */

/** "Go to market", "Access the": a verb or an adjective, whatever stands before. */
const NEVER_AFTER = wordSet("to the a an live above beyond ahead our your us you we control level suite series");
const EVIDENCE_AFTER = wordSet(`
  proficiency programming developer developers development engineer engineers engineering language languages code codebase
  codebases service services microservices backend frontend framework frameworks library libraries script scripts scripting
  sdk sdks api apis app apps application applications server servers ecosystem stack skills knowledge expertise experience
  cluster clusters pipelines database databases driver drivers client clients module modules plugin plugins programmer
  spreadsheets files charts integration integrations components`);
/** Alone right before the word. */
const EVIDENCE_BEFORE = wordSet(
  "using production idiomatic modern advanced proficient microsoft ms apache know knows adobe hashicorp via through",
);
/** Before "in". */
const BEFORE_IN = wordSet(`
  written write writing proficient proficiency experience experienced fluent fluency coding code coded programming skills skill
  expertise skilled expert develop developing developed development build building built background knowledge systems services
  backend software applications apps implemented scripting script scripts programs models confident strong comfortable
  interest interested`);
/** Before "with". */
const BEFORE_WITH = wordSet(`
  experience experienced familiarity familiar expertise proficiency proficient work working worked comfortable skills skill
  hands fluency coding development developing build building built programming knowledge confident acquainted`);
/** Before "of". */
const BEFORE_OF = wordSet("knowledge understanding command mastery grasp years experience use usage");
/** Before ":" or "like", "including", "such as", "e.g.": what follows is a list of such things. */
const LIST_NOUNS = wordSet(`
  tools tool technologies technology languages language frameworks framework platforms platform databases database stack
  libraries software systems backend frontend stores skills apps applications programs`);
const LIST_OPENERS = wordSet("like including include includes as eg g : (");
/** Their full stop ends no sentence: "e.g. Go". */
const ABBREVIATIONS = wordSet("e g eg i");
/** "tools like Namely, Sensu and Drone": how far back the opener of a list is looked for. */
const MAX_LIST_LOOKBACK = 10;
const BULLETS = wordSet("* - • ● ◦ ▪ · o +");
/** "R&D", "T&C", "Go's": part of something else. */
const JOINERS = wordSet("& ' ’");
const SEPARATORS = wordSet(", / | & + ( ) ; or and · •");
/** "Java, Go and/or C++": at most this many tokens stand between two names of a list. */
const MAX_LIST_GAP = 3;

/** Keeps the matches whose context holds; those that need none always stay. Linear: each looks at its neighbours only. */
export function inContext(tokens: readonly Token[], matches: readonly Match[]): Match[] {
  const accepted = matches.map((match) => match.spelling.mode !== "context" || hasOwnEvidence(tokens, match));
  // a name accepted by its place in a list lends that place to the next one, in both directions
  for (let i = 1; i < matches.length; i++) lend(tokens, matches, accepted, i - 1, i);
  for (let i = matches.length - 2; i >= 0; i--) lend(tokens, matches, accepted, i + 1, i);
  return matches.filter((_, i) => accepted[i]);
}

function lend(
  tokens: readonly Token[],
  matches: readonly Match[],
  accepted: boolean[],
  from: number,
  to: number,
): void {
  const lender = matches[from];
  const match = matches[to];
  if (lender === undefined || match === undefined || accepted[to] || !accepted[from]) return;
  if (lender.spelling.skill.isConcept || isRuledOut(tokens, match)) return;
  const [left, right] = from < to ? [lender, match] : [match, lender];
  accepted[to] = isOneList(tokens, left.last + 1, right.first);
}

function isOneList(tokens: readonly Token[], from: number, to: number): boolean {
  if (to - from > MAX_LIST_GAP || to <= from || tokens[to]?.gap === "break") return false;
  return tokens.slice(from, to).every((token) => SEPARATORS.has(token.key) && token.gap !== "break");
}

function hasOwnEvidence(tokens: readonly Token[], match: Match): boolean {
  if (isRuledOut(tokens, match)) return false;
  const after = tokens[match.last + 1];
  if (after?.gap === "space" && EVIDENCE_AFTER.has(after.key)) return true;
  if (after?.gap === "hyphen" && (after.key === "based" || EVIDENCE_AFTER.has(after.key))) return true;
  return isWholeBullet(tokens, match) || hasEvidenceBefore(tokens, match.first);
}

function hasEvidenceBefore(tokens: readonly Token[], first: number): boolean {
  const [one, two, three] = [tokens[first - 1], tokens[first - 2], tokens[first - 3]];
  if (one === undefined || tokens[first]?.gap === "break") return false;
  if (EVIDENCE_BEFORE.has(one.key)) return true;
  if (isOpenedList(tokens, first)) return true;
  // "experience in production Go": one adjective may stand between
  return isPreposition(one, two) || (one.isWord && two !== undefined && isPreposition(two, three));
}

/** Whether names and separators lead back to "tools like", "languages (", "frameworks such as". */
function isOpenedList(tokens: readonly Token[], first: number): boolean {
  for (let i = first - 1; i >= Math.max(0, first - MAX_LIST_LOOKBACK); i--) {
    const token = tokens[i];
    if (token === undefined || token.gap === "break") return false;
    if (token.key === "." && ABBREVIATIONS.has(tokens[i - 1]?.key ?? "")) continue;
    if (LIST_OPENERS.has(token.key) && [1, 2, 3].some((back) => isListNoun(tokens[i - back]))) return true;
    const isName = token.isWord && (token.raw !== token.key || ABBREVIATIONS.has(token.key));
    if (!isName && !SEPARATORS.has(token.key) && !LIST_OPENERS.has(token.key)) return false;
  }
  return false;
}

/** A bullet that says nothing but the name. */
function isWholeBullet(tokens: readonly Token[], match: Match): boolean {
  const bullet = tokens[match.first - 1];
  const after = tokens[match.last + 1];
  const isLineEnd = after === undefined || after.gap === "line" || after.gap === "break";
  return (
    isLineEnd && bullet !== undefined && BULLETS.has(bullet.key) && bullet.gap !== "space" && bullet.gap !== "none"
  );
}

function isListNoun(token: Token | undefined): boolean {
  return token !== undefined && LIST_NOUNS.has(token.key);
}

function isPreposition(word: Token, before: Token | undefined): boolean {
  if (before === undefined) return false;
  if (word.key === "in") return BEFORE_IN.has(before.key);
  if (word.key === "with") return BEFORE_WITH.has(before.key);
  return word.key === "of" && BEFORE_OF.has(before.key);
}

/** Evidence against: part of a hyphenated or abbreviated word, or followed by what makes it a verb. */
function isRuledOut(tokens: readonly Token[], match: Match): boolean {
  const after = tokens[match.last + 1];
  const opening = tokens[match.first];
  if (opening?.gap === "hyphen") return true;
  if (opening?.gap === "none" && JOINERS.has(tokens[match.first - 1]?.key ?? "")) return true;
  if (after === undefined) return false;
  if (after.gap === "hyphen") return after.key !== "based" && !EVIDENCE_AFTER.has(after.key);
  if (after.gap === "none" && JOINERS.has(after.key)) return true;
  return after.gap === "space" && NEVER_AFTER.has(after.key);
}
