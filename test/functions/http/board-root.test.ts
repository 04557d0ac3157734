import { expect, it } from "vitest";
import { boardPath } from "../../../functions/http/board-root.ts";
import { laneOf } from "../../../functions/http/overload/lanes.ts";

it.each([
  ["/v1/search", "/v1/search"],
  ["/sitemap.xml", "/sitemap.xml"],
  ["/v1/boards/acme/search", "/v1/search"],
  ["/v1/boards/acme/sitemap.xml", "/sitemap.xml"],
  ["/v1/boards/acme/health", "/v1/health"],
  ["/v1/boards/", "/v1/boards/"],
])("%s is %s on the default board", (path, own) => {
  expect(boardPath(path)).toBe(own);
});

it("a board's sitemap waits its turn as the default one's does", () => {
  expect([laneOf("GET", "/sitemap.xml"), laneOf("GET", "/v1/boards/acme/sitemap.xml")]).toEqual(["search", "search"]);
});
