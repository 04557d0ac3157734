import { describe, expect, it } from "vitest";
import { pointersOf } from "../../support/faults.ts";
import { listingInput } from "../../support/listings.ts";

type At = (url: string) => Readonly<Record<string, unknown>>;

const FIELDS: readonly (readonly [pointer: string, at: At])[] = [
  ["/url", (url) => ({ url })],
  ["/company/website", (website) => ({ company: { name: "Acme", website } })],
  ["/company/logoUrl", (logoUrl) => ({ company: { name: "Acme", logoUrl } })],
  ["/source/url", (url) => ({ source: { name: "feed", externalId: "1", url } })],
  ["/source/hubUrl", (hubUrl) => ({ source: { name: "feed", externalId: "1", hubUrl } })],
  ["/apply/url", (url) => ({ apply: { url } })],
];

const ofLength = (length: number, character = "a") => {
  const start = "https://example.com/";
  return start + character.repeat(length - start.length);
};

describe.each(FIELDS)("%s", (pointer, at) => {
  it.each([
    "https://example.com",
    "http://example.com/",
    "HTTPS://Example.COM/Path?q=1&r=a%20b#part",
    "https://jobs.example.co.uk:8443/a/b;c=1?x[]=2",
    "https://example.com:22/",
    "https://example.com./",
    "https://xn--mnchen-3ya.example/",
    "https://münchen.example/straße",
    "https://example.com/漢字/🦊",
    "https://example.com/%00",
    "https://example.com/a'b(c)*d",
    "https://example.com//double",
    "https://example.com/@handle",
    "https://example.com/?next=https://user:pass@other.example",
    ofLength(1_999),
    ofLength(2_000),
    ofLength(2_000, "🦊"),
  ])("takes %s as written", (url) => {
    expect(pointersOf(at(url))).toEqual([]);
    expect(JSON.stringify(listingInput(at(url)))).toContain(JSON.stringify(url));
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript&#58;alert(1)",
    "\u0000javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.com/1",
    "about:blank",
    "ftp://example.com/x",
    "ws://example.com",
    "//evil.example",
    "/jobs/1",
    "jobs/1",
    "example.com/jobs",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "https://example.com\\@evil.example",
    "https://user:pass@example.com/",
    "https://user@example.com/",
    "https://:pass@example.com/",
    "http://[::1]/",
    "http://[2001:db8::1]/",
    "http://127.1/",
    "http://127.0.0.1/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://017700000001/",
    "http://169.254.169.254/latest/meta-data",
    "http://8.8.8.8/",
    "http://１２７.０.０.１/",
    "http://metadata.google.internal/",
    "http://metadata/",
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST:8080/",
    "http://a.localhost/",
    "http://printer.local/",
    "http://router.home.arpa/",
    "http://abc.onion/",
    "https://example",
    "https://.example.com",
    "https://example..com",
    "https://",
    "https://?q",
    "https://example.com:0/",
    "https://example.com:65536/",
    "https://example.com:port/",
    "https://exa mple.com/",
    "https://exa%00mple.com/",
    "https://example.com/a b",
    "https://example.com/\n",
    "https://example.com/\r\nX: y",
    " https://example.com/",
    "https://example.com/ ",
    "https://example.com/\u2028",
    'https://example.com/"onclick=',
    "https://example.com/<script>",
    "https://example.com/`",
    "https://example.com/{x}",
    "",
    ofLength(2_001),
    ofLength(2_001, "🦊"),
    ofLength(2_049),
    ofLength(100_000),
  ])("refuses %j", (url) => {
    expect(pointersOf(at(url))).toEqual([pointer]);
  });

  it.each([1, true, {}, ["https://example.com"]])("refuses %j, which is no text", (value) => {
    expect(pointersOf(at(value as never))).toEqual([pointer]);
  });
});

describe("an address to apply at", () => {
  it.each(["mailto:jobs@example.com", "MAILTO:jobs@example.com", "mailto:jobs@example.com?subject=Job%201"])(
    "may be %s",
    (url) => {
      expect(pointersOf({ apply: { url } })).toEqual([]);
      expect(pointersOf({ url })).toEqual(["/url"]);
    },
  );

  it.each([
    "mailto:",
    "mailto:jobs",
    "mailto:@example.com",
    "mailto:a@b@c",
    "mailto:jobs@example.com\nBcc: x@example.com",
    "mailto:<jobs@example.com>",
    'mailto:"jobs"@example.com',
    "mailto:jobs @example.com",
    ` mailto:jobs@example.com`,
    `mailto:${"a".repeat(2_000)}@example.com`,
    "tel:+4930123456",
  ])("may not be %j", (url) => {
    expect(pointersOf({ apply: { url } })).toEqual(["/apply/url"]);
  });
});
