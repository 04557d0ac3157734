import fc from "fast-check";
import { expect, it } from "vitest";
import { pathOf } from "../../../functions/http/path-of.ts";

it.each([
  "http://localhost/",
  "http://localhost/health",
  "http://127.0.0.1:8787/v1/search?q=a/b?c#d",
  "http://[::1]:80/metrics#x?y",
  "https://a.example//v1//listings/?",
])("the path of %s is that of a URL", (url) => {
  expect(pathOf(url)).toBe(new URL(url).pathname);
});

it("the path of any address of a request is that of a URL", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
      const { href, pathname } = new URL(text);
      expect(pathOf(href)).toBe(pathname);
    }),
    { numRuns: 20 },
  );
});
