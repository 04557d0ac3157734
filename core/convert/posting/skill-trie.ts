import type { SkillEntry } from "./dictionary/entry.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** One spelling of a skill, as the end of a path through the trie. */
export interface Spelling {
  readonly skill: SkillEntry;
  readonly mode: "any" | "exact" | "context";
  /** The words with their case, compared unless the mode is `any`. */
  readonly words: readonly string[];
}

/** A place where a spelling stands: tokens `first` to `last`, both included. */
export interface Match {
  readonly spelling: Spelling;
  readonly first: number;
  readonly last: number;
}

interface Node {
  readonly next: Map<string, Node>;
  readonly spellings: Spelling[];
}

/**
 * The dictionary as a trie over tokens. Finding all matches follows at most `depth` edges from each token,
 * whatever the text: linear, with no backtracking to attack.
 */
export class SkillTrie {
  readonly #root: Node = { next: new Map(), spellings: [] };
  #depth = 0;

  constructor(dictionary: readonly SkillEntry[]) {
    for (const skill of dictionary) for (const [mode, spelling] of spellingsOf(skill)) this.#add(skill, mode, spelling);
  }

  /** Tokens of the longest spelling: what one token can cost. */
  get depth(): number {
    return this.#depth;
  }

  /** The longest match from each token on, left to right, without overlaps; a spelling of two skills gives both. `steps` counts the edges tried. */
  matches(tokens: readonly Token[]): { matches: Match[]; steps: number } {
    const matches: Match[] = [];
    let steps = 0;
    for (let i = 0; i < tokens.length; ) {
      const walk = this.#walk(tokens, i);
      steps += walk.steps;
      matches.push(...walk.matches);
      i = (walk.matches[0]?.last ?? i) + 1;
    }
    return { matches, steps };
  }

  #walk(tokens: readonly Token[], first: number): { matches: Match[]; steps: number } {
    let node: Node | undefined = this.#root;
    let matches: Match[] = [];
    let steps = 0;
    for (let i = first; i < tokens.length; i++) {
      const token = tokens[i];
      if (token === undefined || (i > first && token.gap === "break")) break;
      steps++;
      node = node.next.get(edgeOf(token, i === first));
      if (node === undefined) break;
      const spellings = node.spellings.filter((spelling) => isWrittenSo(spelling, tokens, first));
      if (spellings.length > 0 && isWhole(tokens, first, i)) {
        matches = spellings.map((spelling) => ({ spelling, first, last: i }));
      }
    }
    return { matches, steps };
  }

  #add(skill: SkillEntry, mode: Spelling["mode"], spelling: string): void {
    const tokens = tokensOf(spelling);
    let node = this.#root;
    for (const [i, token] of tokens.entries()) {
      const edge = edgeOf(token, i === 0);
      const next = node.next.get(edge) ?? { next: new Map(), spellings: [] };
      node.next.set(edge, next);
      node = next;
    }
    node.spellings.push({ skill, mode, words: tokens.map((token) => token.raw) });
    this.#depth = Math.max(this.#depth, tokens.length);
  }
}

/** Every spelling of a skill with how strictly it is compared. */
export function spellingsOf(skill: SkillEntry): [Spelling["mode"], string][] {
  const match = skill.match ?? "any";
  return [
    ...(match === "never" ? [] : [[match, skill.name] as [Spelling["mode"], string]]),
    ...(skill.aliases ?? []).map((alias): [Spelling["mode"], string] => ["any", alias]),
    ...(skill.exact ?? []).map((alias): [Spelling["mode"], string] => ["exact", alias]),
    ...(skill.context ?? []).map((alias): [Spelling["mode"], string] => ["context", alias]),
  ];
}

/** A hyphen reads as a space ("ci-cd", "objective c"); touching symbols ("c++") must touch. */
function edgeOf(token: Token, isFirst: boolean): string {
  return isFirst || token.gap === "none" ? token.key : ` ${token.key}`;
}

function isWrittenSo(spelling: Spelling, tokens: readonly Token[], first: number): boolean {
  return spelling.mode === "any" || spelling.words.every((word, i) => tokens[first + i]?.raw === word);
}

/** Whether the match is no part of a longer token: not "C" of "C++" or "Figma" of "figma.com" or "x@figma". */
function isWhole(tokens: readonly Token[], first: number, last: number): boolean {
  const before = tokens[first - 1];
  const isJoinedBefore = tokens[first]?.gap === "none" && before !== undefined;
  if (isJoinedBefore && (before.key === "@" || before.isWord)) return false;
  if (isJoinedBefore && before.key === "." && tokens[first]?.raw === tokens[first]?.key) return false;
  const after = tokens[last + 1];
  if (after?.gap !== "none") return true;
  if (after.key === "+" || after.key === "#" || after.isWord) return false;
  const beyond = tokens[last + 2];
  const isDotted = (after.key === "." || after.key === "@") && beyond?.gap === "none" && beyond.isWord;
  return !(isDotted && beyond.raw === beyond.key);
}
