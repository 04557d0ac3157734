import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyText } from "../../../core/search/body-text.ts";
import { ENTITIES } from "../../../core/search/entities.ts";

const FORMATS = ["text", "html", "markdown"] as const;

describe("HTML reads", () => {
  it.each([
    ["K&ouml;ln, Stra&szlig;e, &Auml;rzte, &auml;rztlich", "Köln, Straße, Ärzte, ärztlich"],
    ["Caf&eacute; &agrave; N&icirc;mes, l&rsquo;&eacute;quipe, c&oelig;ur", "Café à Nîmes, l’équipe, cœur"],
    ["&#321;&oacute;d&#x17A;, &Scaron;koda", "Łódź, Škoda"],
    ["2020&ndash;2026&nbsp;&mdash; 60 000&thinsp;&euro;&hellip;", "2020–2026 — 60 000\u2009€…"],
    ["R&amp;D R&AMP;D &lt;b&gt; &LT;B&GT; &quot;a&QUOT; d&apos;or", 'R&D R&D <b> <B> "a" d\'or'],
    ["&there4; &frac12; &sup2; &thetasym; &Dagger;&dagger; &lArr;&larr;", "∴ ½ ² ϑ ‡† ⇐←"],
    ["Kranken&shy;pfleger", "Krankenpfleger"],
    ["&Ouml &OUML; &NBSP; &toString; &valueOf; &nosuch; AT&T; &#0; &#xD800;", undefined],
    ["&amp;ouml; &amp;amp;", "&ouml; &amp;"],

    ["Kuber<b>netes</b>", "Kubernetes"],
    ["<STRONG>Kranken</STRONG>pfleger", "Krankenpfleger"],
    ["<b><i class='x'>D</i></b>évelop<span style=\"color: red\">peuse</span>", "Développeuse"],
    ["Programi<em><u>st</u></em>ka, pie<b/>l&#281;gniarka", "Programistka, pielęgniarka"],
    ["Donau<wbr>dampf<wbr/>schiff<a\nhref=/x>er</a>", "Donaudampfschiffer"],
    ["H<sub>2</sub>O, <kbd>C</kbd>++", "H2O, C++"],
    ["<p>Rust</p><p>Go<br>C<br/>D</p>", " Rust  Go C D "],
    ["<ul><li>A<li>B</ul>E<article>F</article>", "  A B E F "],
    ["Go<base>C<section>D<a-b>E<o:p>F<i18n>G", "Go C D E F G"],
    ["Go<!-- no word -->C<script>evil(1 < 2)</script>D<STYLE>p {}</STYLE>E", "Go C D E"],
    ["**not** `Mark`down \\* [a](b)", undefined],
  ])("%j as %j", (value, text = value) => {
    expect(bodyText({ format: "html", value })).toBe(text);
  });
});

describe("Markdown reads", () => {
  it.each([
    ["K&ouml;ln, caf&eacute;, &#321;&oacute;d&#378;", "Köln, café, Łódź"],
    ["Kuber<b>netes</b><br>Go", "Kubernetes Go"],

    ["**Kranken**pfleger", "**Krankenpfleger"],
    ["Kranken**pfleger** im Haus", "Krankenpfleger** im Haus"],
    ["~~a~~b, `inline`code, ``inline``code", "~~ab, `inlinecode, ``inlinecode"],
    ["***Déve***lop**peuse**", "***Développeuse**"],
    ["**`Kuber`**netes, **~~pro~~**gramista, **_pielę_**gniarka", "**`Kubernetes, **~~programista, **_pielęgniarka"],
    ["**Kranken**<b>pfle</b>ger", "**Krankenpfleger"],
    ["**C++**/**C#** und **Node**.js", "**C++/C#** und **Node.js"],
    ["**Du:** `Java` und\n**Go**\n***\nC", undefined],
    ["snake_case __init__.py a*b*c a_b_c foo__bar ~5", undefined],
    ["C\\*\\*x a\\`b", "C**x a`b"],
    ["a\\**b", "a**b"],

    ["[Stra&szlig;e](https://example.com/python)!", "[Straße] !"],
    ['[a](https://example.com "title") b', "[a]  b"],
    ['A\n[docs]: https://example.com/python "Python"\nB', "A\n[docs]\nB"],
    ["   [a b]:<https://example.com/x y>  'c'  \r\n[d]: /e (f)\r\nB", "   [a b]\r\n[d]\r\nB"],
    ["[1]: https://example.com\n[2]: https://example.org", "[1]\n[2]"],
    ["[Python]: five years", undefined],
    ["[^1]: footnote", undefined],
    ["see [a]: x", undefined],
    ["    [code]: x", undefined],
  ])("%j as %j", (value, text = value) => {
    expect(bodyText({ format: "markdown", value })).toBe(text);
  });
});

describe("the text of a description", () => {
  it("without markup is itself, in every format", () => {
    const unit = fc.constantFrom(..."aZ09éßłóźœ’–€東🚀 \n\t\u00a0\u00ad.,;:!?()[]{}\"'#%+-/=@^|$*_<>&");
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        // A blank behind whatever could begin markup; so there is none.
        const value = text.replace(/[<&[\]*_]/g, "$& ");
        for (const format of FORMATS) expect(bodyText({ format, value })).toBe(value);
      }),
    );
  });

  it("as text is never read as markup", () => {
    const value = "K&ouml;ln <b>x</b> **a**b [a](b)";
    expect(bodyText({ format: "text", value })).toBe(value);
  });

  const times = 20_000;
  it.each([
    ["<", "<"],
    ["<b", "<b"],
    ["<b ", "<b "],
    ["<b>", ""],
    ["<p>", " "],
    ["</", "</"],
    ["&", "&"],
    ["&#", "&#"],
    ["&ouml", "&ouml"],
    ["&ouml;", "ö"],
    ["*", "*"],
    ["`", "`"],
    ["**a", "a"],
    ["*a", "*a"],
    ["~~ ", "~~ "],
    ["*~`_", "*~`_"],
    ["](", "]("],
    ['](a "', '](a "'],
    ["\n[", "\n["],
    ["\n[a", "\n[a"],
    ["\n[a]: ", "\n[a]: "],
    ["\r[a]: b '", "\r[a]: b '"],
    ["\u2028[a]: <", "\u2028[a]: <"],
    ["\n[a]: b", "\n[a]"],
    ["[a]: b ", "[a]: b "],
  ])("of %j repeated is %j repeated", (unit, text) => {
    const value = `.${unit.repeat(times)}\n`;
    expect(bodyText({ format: "markdown", value })).toBe(`.${text.repeat(times)}\n`);
  });
});

describe("the table of entities", () => {
  it("holds the 252 of HTML 4, apos and four in upper case", () => {
    expect(ENTITIES.size).toBe(252 + 5);
  });

  it.each([
    ["nbsp iexcl szlig yuml", "\u00a0¡ßÿ"],
    ["fnof Alpha Rho Sigma Omega alpha omega thetasym upsih piv", "ƒΑΡΣΩαωϑϒϖ"],
    ["bull hellip prime Prime oline frasl image weierp real trade alefsym", "•…′″‾⁄ℑ℘ℜ™ℵ"],
    ["larr harr crarr lArr hArr forall part exist empty nabla notin ni prod sum minus", "←↔↵⇐⇔∀∂∃∅∇∉∋∏∑−"],
    ["lowast radic prop infin ang and int there4 sim cong asymp ne equiv le ge", "∗√∝∞∠∧∫∴∼≅≈≠≡≤≥"],
    [
      "sub nsub sube supe oplus otimes perp sdot lceil rfloor lang rang loz spades clubs hearts diams",
      "⊂⊄⊆⊇⊕⊗⊥⋅⌈⌋\u2329\u232a◊♠♣♥♦",
    ],
    ["OElig oelig Scaron scaron Yuml circ tilde ensp emsp thinsp", "ŒœŠšŸˆ˜\u2002\u2003\u2009"],
    ["zwnj zwj lrm rlm ndash mdash lsquo sbquo ldquo bdquo", "\u200c\u200d\u200e\u200f–—‘‚“„"],
    ["dagger Dagger permil lsaquo rsaquo euro quot amp apos lt gt", "†‡‰‹›€\"&'<>"],
  ])("reads %s as %s", (names, characters) => {
    expect(names.split(" ").map((name) => ENTITIES.get(name))).toEqual([...characters]);
  });
});
