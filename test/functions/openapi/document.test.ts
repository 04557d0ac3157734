import { createHash } from "node:crypto";
import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { operation } from "../../../functions/http/routing.ts";
import { openApiDocument } from "../../../functions/openapi/document.ts";
import { STYLE } from "../../../functions/openapi/page/style.ts";
import { type Answer, type TestService, testService } from "../../support/service.ts";

let service: TestService;
let served: Answer;
let page: Answer;
beforeAll(async () => {
  service = await testService();
  served = await service.call("GET", "/openapi.json");
  page = await service.call("GET", "/docs");
});

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

function operations(): readonly (readonly [path: string, method: string, operation: Operation])[] {
  const paths = Object.entries<Readonly<Record<string, Operation>>>(served.json.paths);
  return paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => [path, method, described] as const),
  );
}

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1 by an independent validator", async () => {
    const validator = new Validator();
    expect(await validator.validate(served.json)).toMatchObject({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("refers to nothing that it lacks, and has no component that nothing refers to", () => {
    const references = [...served.text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)].map(
      ([, kind, name]) => `${kind}/${name}`,
    );
    const components = Object.entries<object>(served.json.components).flatMap(([kind, members]) =>
      Object.keys(members).map((name) => `${kind}/${name}`),
    );
    expect(references.filter((reference) => !components.includes(reference))).toEqual([]);
    // Lines of the answer to an import, and credentials, are named in other ways.
    const unused = components.filter((name) => !references.includes(name) && !name.startsWith("securitySchemes/"));
    expect(unused).toEqual([]);
  });

  it("names every operation once, and every parameter of a path", () => {
    const names = operations().map(([, , { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const [path, method, { parameters = [] }] of operations()) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `#/components/parameters/${name}`);
      const given = parameters.map(({ $ref }) => $ref);
      for (const reference of wanted)
        expect([path, method, given]).toEqual([path, method, expect.arrayContaining([reference])]);
    }
  });

  it("has HEAD wherever it has GET, and OPTIONS everywhere, as the service does", async () => {
    for (const [path, methods] of Object.entries<Readonly<Record<string, Operation>>>(served.json.paths)) {
      const allowed = (await service.call("OPTIONS", path.replace("{id}", "x").replace("{source}", "x"))).headers.get(
        "Allow",
      );
      expect([
        path,
        Object.keys(methods)
          .map((method) => method.toUpperCase())
          .sort(),
      ]).toEqual([path, allowed?.split(", ").sort()]);
    }
  });

  it("has the headers of a refusal for asking too often, as they are", async () => {
    const limited = await testService({ rates: { perAddress: { perSecond: 1, burst: 1 } } });
    const ask = () => limited.call("GET", "/v1/search", { arrival: { address: "203.0.113.9" } });
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    const { headers, responses } = served.json.components;
    const name = Object.keys(responses).find((known) => known.startsWith("Problem.429.")) ?? "";
    const said = Object.keys(responses[name].headers);
    const sent = [...refused.headers.keys()].filter((header) => header !== "content-type");
    expect(said.map((header) => header.toLowerCase()).sort()).toEqual(sent.sort());
    for (const header of ["RateLimit", "RateLimit-Policy", "Retry-After"]) {
      const { type, pattern } = headers[header].schema;
      expect(refused.headers.get(header)).toMatch(new RegExp(type === "integer" ? "^\\d+$" : pattern));
    }
  });

  it("has every header that pages of other origins may read", () => {
    const { headers } = served.json.components;
    const exposed = served.headers.get("Access-Control-Expose-Headers")?.split(", ");
    expect(exposed?.filter((name) => !Object.hasOwn(headers, name))).toEqual([]);
  });

  it("cannot be made of a route without an entry, or of an entry without a route", () => {
    const nothing = operation({ scope: "public", parameters: {}, handle: (c) => c.text("") });
    expect(() => openApiDocument({ "/v1/new": { GET: nothing } })).toThrow(
      "no entry in functions/openapi/operations for GET /v1/new",
    );
    expect(() => openApiDocument({})).toThrow("no route for the entry GET /v1/listings");
  });

  it("is anonymous, may be kept for a minute, and has an ETag of what it says", async () => {
    expect(served.headers.get("Content-Type")).toBe("application/json");
    expect(served.headers.get("Cache-Control")).toBe("public, max-age=60");
    const again = await (await testService({ env: { seed: 7 } })).call("GET", "/openapi.json");
    expect(again.etag).toBe(served.etag);
    const known = await service.call("GET", "/openapi.json", { headers: { "If-None-Match": served.etag } });
    expect([known.status, known.text, known.etag]).toEqual([304, "", served.etag]);
  });
});

describe("the page", () => {
  it("shows every operation and every schema, and leads nowhere else", () => {
    const anchors = new Set([...page.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const shown = operations().filter(([, method]) => !["head", "options"].includes(method));
    for (const [, , { operationId }] of shown) expect(anchors).toContain(operationId);
    for (const name of Object.keys(served.json.components.schemas)) expect(anchors).toContain(`schema-${name}`);
    const links = [...page.text.matchAll(/ href="([^"]+)"/g)].map(([, target = ""]) => target);
    for (const target of links) {
      if (target !== "/openapi.json") expect(anchors).toContain(target.slice(1));
    }
  });

  it("loads nothing: no script, no address of another host, one style that its policy names", () => {
    const policy = page.headers.get("Content-Security-Policy");
    expect(page.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    const digest = createHash("sha256").update(STYLE).digest("base64");
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${digest}'`);
    expect(page.text).toContain(`<style>${STYLE}</style>`);
    expect(page.text).not.toMatch(/<script|<img|<link|<iframe|<object| src=| style=| on\w+=/);
  });

  it("escapes what it shows", () => {
    expect(page.text).toContain("Green &amp; Sons");
    expect(page.text).not.toContain("[object Object]");
    expect(page.text).not.toContain("undefined");
  });

  it("has an ETag of its own", async () => {
    const known = await service.call("GET", "/docs", { headers: { "If-None-Match": page.etag } });
    expect([known.status, known.text]).toEqual([304, ""]);
    expect(page.etag).not.toBe(served.etag);
  });
});
