/** What a person types, to what the index is asked for. Any text is a query: what has no meaning here is a word. */
import { editsAllowed } from "./edits.ts";
import { combinedForms, type Form, phraseForms, type Word, wordsOf } from "./forms.ts";
import { type Clause, type Leaf, type Query, SCOPES, type Scope } from "./query.ts";
import { isKnownSkill } from "./skills.ts";

/** UTF-8. */
export const MAX_QUERY_BYTES = 512;

const FIELD = `(?:(${SCOPES.join("|")}):)?`;
/** A phrase with what stands directly before it, or what is between two blanks. */
const PART = new RegExp(`(-*)${FIELD}"([^"]*)"|[^\\s"]+`, "gi");
const WORD = new RegExp(`^(-*)${FIELD}(.*)$`, "is");
const ENDS_BEFORE_PHRASE = new RegExp(`(?:^|[\\s"])-*${FIELD}$`, "i");

/** A phrase, or the words between two blanks, which are one thing to OR and to a field; at least one word. */
interface Part {
  /** Without quotation marks, field and minus. */
  readonly text: string;
  readonly scope: Scope | undefined;
  readonly isExcluded: boolean;
  /** Of a phrase. */
  readonly forms?: readonly Form[];
  /** Of anything else, by compound. */
  readonly compounds: readonly (readonly Word[])[];
  readonly isOr: boolean;
}

/** Reads a query (docs/search.md says what it means); never throws, linear in the text. */
export function parseQuery(text: string): Query {
  const parts = partsOf(text);
  const clauses = new Map<string, Clause>();
  for (let at = 0; at < parts.length; ) {
    const chain = chainAt(parts, at);
    at += 2 * chain.length - 1;
    // Of equal clauses the last one stays, in the place of the first: only the last word of a query is also a prefix.
    for (const clause of clausesOf(chain, at === parts.length)) clauses.set(keyOfClause(clause), clause);
  }
  return { clauses: [...clauses.values()] };
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  for (const [part, minus, field, phrase] of withoutUnclosed(text).matchAll(PART)) {
    const read = phrase === undefined ? wordPart(part) : phrasePart(phrase, minus, field);
    if (read !== undefined) parts.push(read);
  }
  return parts;
}

/** As if the last quotation mark were not there, if it has no partner; inside a word it separates, as it does in listings. */
function withoutUnclosed(text: string): string {
  if (text.split('"').length % 2 === 1) return text;
  const at = text.lastIndexOf('"');
  const before = text.slice(0, at);
  return `${before}${ENDS_BEFORE_PHRASE.test(before) ? "" : " "}${text.slice(at + 1)}`;
}

function phrasePart(text: string, minus: string | undefined, field: string | undefined): Part | undefined {
  const forms = phraseForms(text);
  if (forms.length === 0) return fieldAsWord(minus, field);
  return { text: text.trim(), scope: scopeOf(field), isExcluded: isMinus(minus), forms, compounds: [], isOr: false };
}

function wordPart(part: string): Part | undefined {
  const [, minus, field, text = ""] = WORD.exec(part) ?? [];
  const compounds = wordsOf(text);
  if (compounds.length === 0) return fieldAsWord(minus, field);
  return { text, scope: scopeOf(field), isExcluded: isMinus(minus), compounds, isOr: part === "OR" };
}

/** A field before nothing. */
function fieldAsWord(minus: string | undefined, field: string | undefined): Part | undefined {
  if (field === undefined) return undefined;
  return { text: field, scope: undefined, isExcluded: isMinus(minus), compounds: wordsOf(field), isOr: false };
}

function isMinus(minus: string | undefined): boolean {
  return minus !== undefined && minus !== "";
}

function scopeOf(field: string | undefined): Scope | undefined {
  return SCOPES.find((scope) => scope === field?.toLowerCase());
}

/** A part and those that OR joins to it; an OR without two neighbours of one kind, included or excluded, is a word. */
function chainAt(parts: readonly Part[], start: number): Part[] {
  const first = parts[start];
  if (first === undefined) return [];
  const chain = [first];
  for (let at = start + 1; !first.isOr && parts[at]?.isOr === true; at += 2) {
    const next = parts[at + 1];
    if (next === undefined || next.isOr || next.isExcluded !== first.isExcluded) break;
    chain.push(next);
  }
  return chain;
}

/** `isLast`: nothing follows in the query. */
function clausesOf(chain: readonly Part[], isLast: boolean): Clause[] {
  const isJoined = chain.length > 1;
  const leaves = chain.flatMap((part, i) => leavesOf(part, isJoined, isLast && i === chain.length - 1));
  const isExcluded = chain[0]?.isExcluded === true;
  if (!isJoined && !isExcluded) return leaves.map((leaf) => ({ leaves: [leaf], isExcluded }));
  const distinct = new Map(leaves.map((leaf) => [keyOfLeaf(leaf), leaf]));
  return [{ leaves: [...distinct.values()], isExcluded }];
}

/** One leaf a word; but all of "東京都" is excluded, not each of its pairs, and all of it is what OR joins. */
function leavesOf(part: Part, isJoined: boolean, isLast: boolean): Leaf[] {
  const { forms, compounds, isExcluded, text } = part;
  if (forms !== undefined) return [{ ...scopeIn(part), text, forms, isPhrase: true, mayBeMisspelt: false }];
  const groups = isExcluded ? compounds : isJoined ? [compounds.flat()] : compounds.flat().map((word) => [word]);
  return groups.map((words, i) => wordLeaf(part, words, isLast && !isExcluded && i === groups.length - 1));
}

function wordLeaf(part: Part, words: readonly Word[], isLast: boolean): Leaf {
  const [first, last] = [words[0], words.at(-1)];
  const forms = combinedForms(words);
  const [whole, second] = forms[0] ?? [];
  const isTerm = words.length === 1 && whole !== undefined && second === undefined && !isKnownSkill(whole.term);
  const isPlain = first?.isPlain === true && isTerm && !part.isExcluded;
  return {
    ...scopeIn(part),
    text: part.text.slice(first?.start, last?.end),
    forms,
    isPhrase: false,
    ...(isLast && isTerm && first?.isUnspaced === false ? { prefix: whole.term } : {}),
    mayBeMisspelt: isPlain && editsAllowed(whole.term) > 0,
  };
}

function scopeIn({ scope }: Part): { readonly scope?: Scope } {
  return scope === undefined ? {} : { scope };
}

/** Equal for clauses that ask for the same, whether or not one of them is the last word and so a prefix. */
function keyOfClause({ leaves, isExcluded }: Clause): string {
  return `${isExcluded ? "-" : ""}${leaves.map(keyOfLeaf).sort().join(" OR ")}`;
}

/** No term has a blank, a bar or an at sign in it. */
function keyOfLeaf({ scope, isPhrase, forms }: Leaf): string {
  const words = forms.map((form) => form.map(({ term, at }) => `${term}@${at}`).join(" "));
  return `${scope ?? ""}:${isPhrase ? '"' : ""}${words.join("|")}`;
}
