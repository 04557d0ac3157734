/** C7: addresses that run, lead inside, or read differently to different parsers, in every field that takes one. */
import { badField, created, fixed, type HostileCase, post, shown } from "./case.ts";

const FIELDS: readonly (readonly [pointer: string, of: (url: unknown) => Readonly<Record<string, unknown>>])[] = [
  ["/url", (url) => ({ url })],
  ["/apply/url", (url) => ({ apply: { url } })],
  ["/company/website", (url) => ({ company: { name: "Acme", website: url } })],
  ["/company/logoUrl", (url) => ({ company: { name: "Acme", logoUrl: url } })],
];

const BAD: readonly unknown[] = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "\0javascript:alert(1)",
  " javascript:alert(1)",
  "javascript&#58;alert(1)",
  "javascript://example.com/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:https://example.com/1",
  "about:blank",
  "ftp://example.com/",
  "ws://example.com/",
  "view-source:https://example.com/",
  "//example.com/",
  "/path",
  "example.com",
  "https:example.com",
  "https:/example.com",
  "https:///example.com",
  "http:\\\\example.com",
  "https://u@example.com/",
  "https://u:p@example.com/",
  "https://:p@example.com/",
  "https://example.com\\@evil.example.org/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "http://127.0.0.1/",
  "http://127.1/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://2130706433/",
  "http://0/",
  "http://169.254.169.254/latest/meta-data/",
  "http://metadata.google.internal/",
  "http://localhost/",
  "http://localhost./",
  "http://LOCALHOST/",
  "http://a.localhost/",
  "http://printer.local/",
  "http://intranet/",
  "http://example..com/",
  "http://１２７.０.０.１/",
  "https://example.com:0/",
  "https://example.com:65536/",
  "https://example.com:x/",
  "https://",
  "https://?",
  "https://#",
  "https://exa mple.com/",
  "https://example.com/a b",
  "https://example.com/\n",
  " https://example.com/",
  "https://example.com/\u0000",
  'https://example.com/"onerror=alert(1)',
  "https://example.com/<script>",
  "https://example.com/`id`",
  "https://example.com/{{7*7}}",
  "https://%00/",
  "https://xn--/",
  "https://example.com/\u2028",
  `https://example.com/${"x".repeat(1_981)}`,
  1,
  true,
  [],
  ["https://example.com/"],
  { href: "https://example.com/" },
];

/** Odd, and stored as they are written. */
const GOOD: readonly string[] = [
  "https://example.com",
  "HTTPS://EXAMPLE.COM/",
  "https://example.com./",
  "https://example.com:22/",
  "https://example.com:65535/",
  "https://xn--e1awd7f.com/",
  "https://еxample.com/",
  "https://example.com/a/../../b",
  "https://example.com/%00%0a%ff",
  "https://example.com/?next=javascript:alert(1)#//evil",
  "https://example.com/%2e%2e%2f",
  `https://example.com/${"x".repeat(1_980)}`,
];

const MAIL: readonly (readonly [url: string, isGood: boolean])[] = [
  ["mailto:jobs@example.com", true],
  ["MAILTO:jobs@example.com?subject=a%20b", true],
  ["mailto:", false],
  ["mailto:nobody", false],
  ["mailto:a@b@c", false],
  ["mailto:a@example.com\nBcc: b@example.com", false],
  ["mailto:a@example.com?subject=a b", false],
  ['mailto:"<script>"@example.com', false],
];

export const cases: readonly HostileCase[] = [
  ...FIELDS.flatMap(([pointer, of]) => [
    ...BAD.map((url) => fixed(`${shown(String(url))} (${typeof url}) in ${pointer}`, post(of(url)), badField(pointer))),
    ...GOOD.map((url) => fixed(`${shown(url)} in ${pointer}`, post(of(url)), created(of(url)))),
  ]),
  ...["/source/url", "/source/hubUrl"].flatMap((pointer, field) =>
    ["javascript:alert(1)", "http://127.0.0.1/", "https://u:p@example.com/", "//evil"].map((url, i) => {
      const source = { name: "c7", externalId: `${field}${i}`, [pointer.slice("/source/".length)]: url };
      return fixed(`${url} in ${pointer}`, post({ source }), badField(pointer));
    }),
  ),
  ...MAIL.map(([url, isGood]) =>
    fixed(
      `${shown(url)} in /apply/url`,
      post({ apply: { url } }),
      isGood ? created({ apply: { url } }) : badField("/apply/url"),
    ),
  ),
  ...MAIL.map(([url]) => fixed(`${shown(url)} in /url`, post({ url }), badField("/url"))),
];
