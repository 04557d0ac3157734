import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phraseForms } from "../../../../core/search/query/forms.ts";
import { parseQuery } from "../../../../core/search/query/parse.ts";
import type { Leaf } from "../../../../core/search/query/query.ts";
import { tokenize } from "../../../../core/search/tokenize.ts";
import { rendered } from "./render.ts";

function leavesOf(text: string): Leaf[] {
  return parseQuery(text).clauses.flatMap(({ leaves }) => leaves);
}

function termsOf(leaves: readonly Leaf[]): Set<string> {
  return new Set(leaves.flatMap(({ forms }) => forms.flat().map(({ term }) => term)));
}

/** Whether the tokens of a text have all terms of a form, of a phrase at their places. */
function holds(text: string, { isPhrase, forms }: Pick<Leaf, "isPhrase" | "forms">): boolean {
  const tokens = tokenize(text);
  const starts = isPhrase ? tokens.map(({ position }) => position) : [undefined];
  return starts.some((start) =>
    forms.some((form) =>
      form.every(({ term, at }) =>
        tokens.some((token) => token.term === term && (start === undefined || token.position === start + at)),
      ),
    ),
  );
}

const word = fc.string({ unit: fc.constantFrom(..."abcdefgzé"), minLength: 1, maxLength: 9 });
const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...'ab""-- ORtile:./&\'+#東京é1'), maxLength: 60 }),
  fc
    .array(fc.constantFrom("a", "OR", '"', "-", " ", " ", "title:", "java", "c++", "e-mail", "ci/cd", "東京都"), {
      maxLength: 25,
    })
    .map((pieces) => pieces.join("")),
);

// Notation: `&` between clauses, `OR` between leaves, `|` between forms, `+` between terms, `-` excluded, `*` also a
// prefix, `~` may be misspelt; a phrase in quotation marks, its terms with their places.
describe("a query is read as", () => {
  it.each([
    ["engineer", "engineer*~"],
    ["Software Engineer", "software~ & engineer*~"],
    ["java", "java"],
    ["java developer", "java & developer*~"],
    ["senior java", "senior~ & java"],
    ["c++", "c++"],
    ["c#", "c#"],
    ["c+", "c+*"],
    ["C", "c"],
    ["node.js", "nodejs"],
    ["node.js developer", "nodejs & developer*~"],
    ["react.js", "reactjs"],
    ["full-stack", "fullstack|full+stack*"],
    ["full-stack developer", "fullstack|full+stack & developer*~"],
    ["full-st", "fullst|full+st*"],
    ["fullstack", "fullstack*~"],
    ["ci/cd", "cicd|ci+cd"],
    ["ui/ux", "uiux|ui+ux"],
    ["frontend/backend", "frontend~ & backend*~"],
    ["c/c++", "c & c++"],
    ["R/Python", "r & python"],
    ["10+", "10+|10*"],
    ["10+ years", "10+|10 & years*~"],
    ["12,000", "12000*"],
    ["don't", "dont|don*"],
    ["Chef d'équipe", "chef~ & dequipe|equipe*"],
    ["e-mail", "email|e+mail*"],
    ["r&d", "r&d*"],
    ["r&d manager", "r&d & manager*~"],
    ["U.S. citizen", "us & citizen*~"],
    ["asp.net", "aspnet"],
    [".net", ".net"],
    [".NET developer", ".net & developer*~"],
    ["notepad++", "notepad++|notepad*"],
    ["day-to-day", "daytoday|day+to*"],
    ["state-of-the-art", "stateoftheart|state+of+the+art*"],
    ["東京", "東京"],
    ["東京都", "東京 & 京都"],
    ["東", "東"],
    ["東京都 engineer", "東京 & 京都 & engineer*~"],
    ["개발자", "개발 & 발자"],
    ["วิศวกร", "วิ & ิศ & ศว & วก & กร"],
    ["-java", "-java"],
    ["engineer -java", "engineer~ & -java"],
    ["-java engineer", "-java & engineer*~"],
    ["--java", "-java"],
    ["-", ""],
    ["- java", "java"],
    ["-full-stack", "-fullstack|full+stack"],
    ["-東京都", "-東京+京都"],
    ["-a,b", "-a OR b"],
    ['-"sales manager"', '-"sales@0 manager@1"'],
    ["-title:java", "-title:java"],
    ['-company:"acme inc"', '-company:"acme@0 inc@1"'],
    ["a OR b", "a OR b*"],
    ["alpha OR beta OR gamma", "alpha~ OR beta~ OR gamma*~"],
    ["OR", "or*"],
    ["OR alpha", "or & alpha*~"],
    ["alpha OR", "alpha~ & or*"],
    ["alpha OR OR beta", "alpha~ & or & beta*~"],
    ["alpha or beta", "alpha~ & or & beta*~"],
    ["alpha OR frontend/backend", "alpha~ OR frontend+backend"],
    ["alpha OR 東京都", "alpha~ OR 東京+京都"],
    ["-alpha OR -beta", "-alpha OR beta"],
    ["alpha OR -beta", "alpha~ & or & -beta"],
    ['"a b" OR gamma', '"a@0 b@1" OR gamma*~'],
    ["title:alpha OR company:beta", "title:alpha~ OR company:beta*~"],
    ["alpha OR *** OR beta", "alpha~ & or & beta*~"],
    ["alpha OR alpha", "alpha*~"],
    ["beta OR alpha alpha OR beta", "alpha~ OR beta*~"],
    ["alpha OR - beta", "alpha~ OR beta*~"],
    ["title:engineer", "title:engineer*~"],
    ["TITLE:Engineer", "title:engineer*~"],
    ["title:c++", "title:c++"],
    ["title:full-stack", "title:fullstack|full+stack*"],
    ["title: engineer", "title~ & engineer*~"],
    ["title:", "title*~"],
    ["-title:", "-title"],
    ['title:"head of sales"', 'title:"head@0 of@1 sales@2"'],
    ['title:""', "title*~"],
    ["skill:java,python", "skill:java & skill:python"],
    ["salary:100", "salary~ & 100*"],
    ["note:x", "note~ & x*"],
    ["title:company:x", "title:company~ & title:x*"],
    ["title:-java", "title:java"],
    ["http://example.com/jobs", "http~ & examplecom & jobs*~"],
    ['"head of sales"', '"head@0 of@1 sales@2"'],
    ['"engineer"', '"engineer@0"'],
    ['"full-stack developer"', '"full@0 stack@1 developer@2|fullstack@0 developer@1"'],
    ['"e-mail marketing"', '"email@0 mail@1 marketing@2|email@0 marketing@1"'],
    ['"U.S. citizen"', '"us@0 citizen@2|us@0 citizen@1"'],
    ['"don\'t panic"', '"dont@0 don@0 panic@2|dont@0 panic@1"'],
    ['"ci/cd pipeline"', '"ci@0 cd@1 pipeline@2|cicd@0 pipeline@1"'],
    ['"r&d manager"', '"r&d@0 manager@2"'],
    ['"node.js developer"', '"node@0 js@1 developer@2|nodejs@0 developer@1"'],
    ['"c++ developer"', '"c++@0 developer@1"'],
    ['"東京都"', '"東京@0 京都@1"'],
    ['"東京 engineer"', '"東京@0 engineer@2"'],
    ['"10+ years"', '"10+@0 years@1"'],
    ['"frontend/backend"', '"frontend@0 backend@1"'],
    [
      '"full-stack front-end back-end e-mail"',
      '"full@0 stack@1 front@2 end@3 back@4 end@5 email@6 mail@7|full@0 stack@1 front@2 end@3 backend@4 email@5 mail@6|full@0 stack@1 frontend@2 back@3 end@4 email@5 mail@6|full@0 stack@1 frontend@2 backend@3 email@4 mail@5|fullstack@0 front@1 end@2 back@3 end@4 email@5 mail@6|fullstack@0 front@1 end@2 backend@3 email@4 mail@5|fullstack@0 frontend@1 back@2 end@3 email@4 mail@5|fullstack@0 frontend@1 backend@2 email@3 mail@4"',
    ],
    ['"unclosed phrase', "unclosed~ & phrase*~"],
    ['one "two three" "four', 'one & "two@0 three@1" & four*~'],
    ['title:"unclosed phrase', "title:unclosed~ & phrase*~"],
    ['5" nails', "5 & nails*~"],
    ['foo"bar baz"qux', 'foo & "bar@0 baz@1" & qux*'],
    ['""', ""],
    ['"***"', ""],
    ["engineer engineer", "engineer*~"],
    ["Java JAVA java", "java"],
    ["engineer manager engineer", "engineer*~ & manager~"],
    ['"java" java', '"java@0" & java'],
    ["***", ""],
    ["🚀", ""],
    ["", ""],
    ["   ", ""],
    ["++", ""],
    ["kubernetes", "kubernetes"],
    ["kubernets", "kubernets*~"],
    ["Zürch", "zurch*~"],
    ["abc1def", "abc1def*"],
    ["x", "x*"],
    ["engineer,", "engineer*~"],
    ["(senior) [engineer]", "senior~ & engineer*~"],
  ])("%j: %s", (text, expected) => {
    expect(rendered(parseQuery(text))).toBe(expected);
  });

  it("leaves that say what was typed", () => {
    const text = 'Full-Stack Entwickler/Tester -Zürich "Head  of Sales" title:C++ 東京都 kubernets';
    expect(leavesOf(text).map((leaf) => leaf.text)).toEqual([
      "Full-Stack",
      "Entwickler",
      "Tester",
      "Zürich",
      "Head  of Sales",
      "C++",
      "東京",
      "京都",
      "kubernets",
    ]);
  });
});

describe("words of odd text are words, never an error:", () => {
  it.each([
    ["*", ""],
    ["a*", "a*"],
    ["*a", "a*"],
    ["?", ""],
    ["(a+)+$", "a+*"],
    ["/x/", "x*"],
    ["~2", "2*"],
    ["^9", "9*"],
    ['"', ""],
    ['a"', "a*"],
    ['"a" "b', '"a@0" & b*'],
    [`${"(".repeat(1_000)}a${")".repeat(1_000)}`, "a*"],
    ["AND AND", "and*"],
    ["NOT", "not*"],
    ["OR OR", "or*"],
    ["-a -b", "-a & -b"],
    ["title:", "title*~"],
    ["the of and a", "the & of & and & a*"],
    ["\0", ""],
    ["a\0b", "a & b*"],
    ["👩‍💻 a", "a*"],
    ["\ud83d", ""],
    ["' OR 1=1 --", "or & 1*"],
    ["'; DROP TABLE listings;--", "drop~ & table~ & listings*~"],
    ["title:[a TO z] AND body:/x.*/", "title:a & to & z & and & body:x*"],
    ['{"$gt": ""}', '"gt@0"'],
    ["{$where: 1}", "where~ & 1*"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what attackers send.
    ["${jndi:ldap://x}", "jndi~ & ldap~ & x*"],
    ["{{7*7}}", "7*"],
    ["__proto__ constructor", "proto~ & constructor*~"],
  ])("%j", (text, expected) => {
    expect(rendered(parseQuery(text))).toBe(expected);
  });

  it("33 and 10,000 terms, and one term 10,000 times", () => {
    const terms = Array.from({ length: 10_000 }, (_, i) => `t${i}`);
    expect(leavesOf(terms.slice(0, 33).join(" "))).toHaveLength(33);
    expect(leavesOf(terms.join(" "))).toHaveLength(10_000);
    expect(rendered(parseQuery("engineer ".repeat(10_000)))).toBe("engineer*~");
  });
});

describe("any text", () => {
  it("is a query without empty clauses, leaves or forms, read alike whenever it is read", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const query = parseQuery(text);
        for (const { leaves } of query.clauses) {
          expect(leaves.length).toBeGreaterThan(0);
          for (const { forms } of leaves) {
            expect(forms.length).toBeGreaterThan(0);
            expect(forms.length).toBeLessThanOrEqual(8);
            for (const form of forms) expect(form[0]?.at).toBe(0);
          }
        }
        expect(parseQuery(text)).toEqual(query);
      }),
      { numRuns: 500 },
    );
  });

  it("is found by its own words and phrases, unless they are excluded", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const included = parseQuery(text).clauses.filter(({ isExcluded }) => !isExcluded);
        // An unclosed quotation mark is not there, so what it ends and begins may be one compound.
        const asRead = text.replace(/"(?=[^"]*$)/, text.split('"').length % 2 === 0 ? " " : '"');
        for (const { leaves } of included) {
          expect(leaves.some((leaf) => holds(text, leaf) || holds(asRead, leaf))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("as a phrase is found in itself, word beside word, as it was typed first of all", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const [asTyped] = phraseForms(text);
        fc.pre(asTyped !== undefined);
        expect(holds(text, { isPhrase: true, forms: asTyped === undefined ? [] : [asTyped] })).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("loses no plain word, whatever stands between words", () => {
    const between = fc.constantFrom(
      " ",
      ", ",
      ' "',
      '" ',
      '"',
      " OR ",
      " -",
      ' -"',
      " title:",
      " - ",
      "\n",
      "(",
      "🚀",
      ":",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(between, word), { maxLength: 12 }), (parts) => {
        const text = parts.flat().join("");
        const terms = termsOf(leavesOf(text));
        for (const [, plain] of parts) expect(terms).toContain(plain.replaceAll("é", "e"));
      }),
      { numRuns: 500 },
    );
  });

  it("means the same composed and decomposed", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aÉéßøñ-+#./&\"23'ガが각ΐ1 ") }), (text) => {
        expect(rendered(parseQuery(text.normalize("NFD")))).toBe(rendered(parseQuery(text.normalize("NFC"))));
      }),
    );
  });

  // Far more than a query may have: what is not linear in the text does not come back from these.
  it.each([
    "-",
    '"',
    '-"',
    "OR ",
    "a OR ",
    "a OR b/",
    "a/",
    "e-mail ",
    '"e-mail ',
    "title:",
    "-title:",
    " -",
    "東",
    "+",
    ".",
    "a.",
    "é",
  ])("%j many times has forms in proportion to its length", (unit) => {
    for (const start of ["", '"', "x OR "]) {
      const text = `${start}${unit.repeat(100_000 / unit.length)}`;
      const terms = leavesOf(text).reduce((sum, { forms }) => sum + forms.flat().length, 0);
      expect(terms).toBeLessThanOrEqual(8 * text.length);
    }
  });
});

describe("a phrase", () => {
  it.each([
    ["full-stack developer", "Senior Full-Stack Developer", true],
    ["full-stack developer", "Full stack developer", true],
    ["full-stack developer", "Fullstack developer", true],
    ["full-stack developer", "Developer, full-stack", false],
    ["full stack developer", "Full-stack developer", true],
    ["e-mail marketing", "E-mail marketing", true],
    ["e-mail marketing", "Email marketing", true],
    ["e-mail marketing", "Marketing by e-mail", false],
    ["node.js developer", "NodeJS developer", true],
    ["node.js developer", "Node.js developer", true],
    ["ci/cd pipelines", "CI/CD pipelines", true],
    ["ci/cd pipelines", "CICD pipelines", true],
    ["r&d manager", "R&D manager", true],
    ["r&d manager", "R manager", false],
    ["don't panic", "Don\u2019t panic", true],
    ["don't panic", "Dont panic", true],
    ["u.s. citizen", "A U.S. citizen", true],
    ["u.s. citizen", "US citizen", true],
    ["東京都", "東京都庁", true],
    ["東京都", "東京と京都", false],
    ["c developer", "C++ developer", false],
    [".net developer", "ASP.NET developer", true],
    [".net developer", "Net developer", false],
  ])("%j in %j: %s", (phrase, text, isThere) => {
    expect(holds(text, { isPhrase: true, forms: phraseForms(phrase) })).toBe(isThere);
  });
});
