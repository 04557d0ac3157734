/**
 * Writes `core/search/folding-table.ts`: what the search engine knows about Unicode, taken once from this process's ICU
 * and kept in the repository, so that two runtimes with different Unicode versions still build equal indexes.
 * `node -e "import('./bench/folding-table.ts').then((table) => table.run())"`
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Planes 0 to 3; what lies above is private or a tag, and no text. */
const END = 0x40000;
const TARGET = fileURLToPath(new URL("../core/search/folding-table.ts", import.meta.url));

/** Letters that a person without that keyboard types as others, and that no Unicode decomposition covers. */
const BY_HAND: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ı: "i",
  ĸ: "k",
  ɓ: "b",
  ɗ: "d",
  ƒ: "f",
  ɠ: "g",
  ƙ: "k",
  ƴ: "y",
  ŀ: "l",
  ʼ: "",
};

/** Written without spaces between words: these are indexed as pairs of characters. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]$/u;
/** Elsewhere a mark is a vowel, and to drop it would make another word. */
const DIACRITIC =
  /^(?=\p{M})[\p{Script=Inherited}\p{Script=Common}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]$/u;
// U+200B, the zero width space, is a border between words (UAX #29); the voicing marks of kana make other syllables.
const KEPT = new Set(["\u200b", "\u3099", "\u309a"]);

export function run(): void {
  const [word, unspaced, dropped] = [
    ranges((text) => /^[\p{L}\p{N}\p{M}]$/u.test(text)),
    ranges((text) => UNSPACED.test(text) && /^[\p{L}\p{N}\p{M}]$/u.test(text)),
    ranges(isDropped),
  ];
  const { runs, singles } = folds();
  const source = [
    `/** Unicode ${process.versions.unicode}, made by \`bench/folding-table.ts\`: another table is another engine version. */`,
    "",
    "/** Ranges of code points, in base 36: the gap since the last range, then the length. */",
    constant("WORD_RANGES", word),
    constant("UNSPACED_RANGES", unspaced),
    constant("DROPPED_RANGES", dropped),
    "/** Runs of code points with one distance to their folded form: gap since the last run, length, stride, distance. */",
    constant("FOLD_RUNS", runs),
    "/** The others: gap since the last one, then the folded form behind a colon. */",
    constant("FOLD_SINGLES", singles),
    "/** Kana and voicing mark to the one character that means the same: three characters each. */",
    constant("KANA_PAIRS", kanaPairs()),
  ].join("\n");
  writeFileSync(TARGET, source);
}

function isDropped(text: string): boolean {
  if (KEPT.has(text)) return false;
  return DIACRITIC.test(text) || /^\p{Default_Ignorable_Code_Point}$/u.test(text) || BY_HAND[text] === "";
}

/** The form that text and query share, or the character itself where folding would leave letters behind. */
function foldOf(text: string): string {
  // Hangul is composed by rule and kana by KANA_PAIRS, so that both stay whole characters.
  if (/^[\u3041-\u30ff\uac00-\ud7a3\u1100-\u11ff]$/.test(text)) return text;
  const byHand = BY_HAND[text.toLowerCase()];
  if (byHand !== undefined) return byHand;
  const halfWidth = /^[\uff65-\uff9f]$/.test(text);
  const plain = lettersOf(halfWidth ? text.normalize("NFKC") : text.normalize("NFKD"));
  // Lower, upper, lower is full case folding: ß and ẞ to ss, final sigma to sigma.
  const folded = lettersOf(
    plain
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize(halfWidth ? "NFC" : "NFKD"),
  );
  return /^[\p{L}\p{N}\p{M}]+$/u.test(folded) ? folded : text;
}

function lettersOf(text: string): string {
  return Array.from(text, (letter) => (isDropped(letter) ? "" : (BY_HAND[letter.toLowerCase()] ?? letter))).join("");
}

function ranges(holds: (text: string) => boolean): string {
  const found: string[] = [];
  let end = 0;
  for (let code = 0x80; code < END; code++) {
    if (isSurrogate(code) || !holds(String.fromCodePoint(code))) continue;
    const start = code;
    while (code < END && !isSurrogate(code) && holds(String.fromCodePoint(code))) code++;
    found.push(`${base36(start - end)} ${base36(code - start)}`);
    end = code;
  }
  return found.join(" ");
}

function folds(): { runs: string; singles: string } {
  const targets = new Map<number, string>();
  for (let code = 0x80; code < END; code++) {
    if (isSurrogate(code)) continue;
    const text = String.fromCodePoint(code);
    if (!/^[\p{L}\p{N}\p{M}]$/u.test(text) || isDropped(text)) continue;
    const folded = foldOf(text);
    if (folded !== text) targets.set(code, folded);
  }
  const [runs, singles] = [[] as string[], [] as string[]];
  let [runEnd, single] = [0, 0];
  for (const code of [...targets.keys()]) {
    if (!targets.has(code)) continue;
    const run = longestRun(targets, code);
    if (run.length < 3) {
      singles.push(`${base36(code - single)}:${targets.get(code)}`);
      single = code;
      targets.delete(code);
      continue;
    }
    runs.push([code - runEnd, run.length, run.stride, run.distance].map(base36).join(" "));
    runEnd = code;
    for (let i = 0; i < run.length; i++) targets.delete(code + i * run.stride);
  }
  return { runs: runs.join(" "), singles: singles.join(" ") };
}

function longestRun(targets: ReadonlyMap<number, string>, start: number) {
  const distance = distanceOf(targets, start);
  const lengths = [1, 2].map((stride) => {
    let length = 1;
    while (distance !== undefined && distanceOf(targets, start + length * stride) === distance) length++;
    return { stride, length, distance: distance ?? 0 };
  });
  return lengths.reduce((best, next) => (next.length > best.length ? next : best));
}

function distanceOf(targets: ReadonlyMap<number, string>, code: number): number | undefined {
  const [only, more] = Array.from(targets.get(code) ?? "");
  const target = only?.codePointAt(0);
  return target === undefined || more !== undefined ? undefined : target - code;
}

function kanaPairs(): string {
  let pairs = "";
  for (let code = 0x3041; code <= 0x30ff; code++) {
    const [base, mark, more] = Array.from(String.fromCodePoint(code).normalize("NFD"));
    if (mark !== undefined && more === undefined) pairs += `${base}${mark}${String.fromCodePoint(code)}`;
  }
  return pairs;
}

function constant(name: string, text: string): string {
  const lines: string[] = [];
  let rest = Array.from(text);
  while (rest.length > 0) {
    let length = Math.min(rest.length, 100);
    while (escaped(rest.slice(0, length)).length > 110) length--;
    lines.push(`  ${escaped(rest.slice(0, length))},`);
    rest = rest.slice(length);
  }
  return `export const ${name} = [\n${lines.join("\n")}\n].join("");\n`;
}

/** Pure ASCII, so that no editor or tool can normalise the table. */
function escaped(letters: readonly string[]): string {
  return JSON.stringify(letters.join("")).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function base36(number: number): string {
  return number.toString(36);
}
