import { beforeAll, describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../../functions/openapi/document.ts";
import { calendar } from "../../acceptance/calendar.ts";
import { exchanges } from "../../acceptance/exchange.ts";
import { series } from "../../acceptance/series.ts";
import type { Answer, Sent } from "../../acceptance/step.ts";
import { memory } from "../../acceptance/targets.ts";
import { testService } from "../../support/service.ts";
import { escaped, type FoundOperation, type Reference, reference } from "./reference.ts";

interface Exchange {
  readonly step: string;
  readonly sent: Sent;
  readonly answer: Answer;
}

const TIMEOUT_MS = 300_000;
/** Of the connection (RFC 9110, section 7.6.1), or said by the media type of the answer. */
const UNSAID = ["connection", "content-length", "content-type", "date", "keep-alive", "transfer-encoding"];

let documented: Reference;
let made: readonly Exchange[];
beforeAll(async () => {
  const { json } = await (await testService()).call("GET", "/openapi.json");
  documented = reference(json as OpenApiDocument);
  made = await exchanged();
}, TIMEOUT_MS);

/** The series of the acceptance suite, with its answers as they came. */
async function exchanged(): Promise<Exchange[]> {
  const target = await memory.start();
  const line = exchanges(target.url);
  try {
    const exchangesMade: Exchange[] = [];
    for (const { name, request } of series(calendar(Date.now()))) {
      const sent = request((earlier) => answerOf(exchangesMade, earlier));
      exchangesMade.push({ step: name, sent, answer: await line.send(sent) });
    }
    return exchangesMade;
  } finally {
    line.close();
    await target.stop();
  }
}

function answerOf(exchangesMade: readonly Exchange[], name: string): Answer {
  const found = exchangesMade.find(({ step }) => step === name);
  if (found === undefined) throw new Error(`there was no step ${name} before`);
  return found.answer;
}

/** What the document does not say of each exchange. */
function faults(check: (exchange: Exchange, operations: ReturnType<Reference["operationsOf"]>) => string[]): string[] {
  return made.flatMap((exchange) => {
    return check(exchange, documented.operationsOf(decodedPath(exchange.sent.path))).map(
      (fault) => `${exchange.step}: ${fault}`,
    );
  });
}

/** As the router reads it; an escape that is no UTF-8 leads nowhere, as it is. */
function decodedPath(address: string): string {
  const path = address.split(/[?#]/)[0] ?? "";
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The documented answer to an exchange. */
function responseOf({ operation, pointer }: FoundOperation, { status }: Answer) {
  const response = operation.responses[status];
  return response === undefined ? undefined : documented.resolve(response, `${pointer}/responses/${status}`);
}

describe("the document, beside the acceptance series", () => {
  it("has every status that an operation answered", () => {
    const missing = faults(({ sent, answer }, operations) => {
      const found = operations[sent.method];
      if (found === undefined)
        return [404, 405].includes(answer.status) ? [] : [`${sent.method} ${sent.path}: ${answer.status}`];
      return responseOf(found, answer) === undefined
        ? [`${found.key} ${answer.status} ${answer.text.slice(0, 200)}`]
        : [];
    });
    expect(missing).toEqual([]);
  });

  it("has every header", () => {
    const missing = faults(({ sent, answer }, operations) => {
      const found = operations[sent.method];
      const response = found && responseOf(found, answer);
      if (found === undefined || response === undefined) return [];
      const names = Object.keys((response.value.headers ?? {}) as object).map((name) => name.toLowerCase());
      const unsaid = Object.keys(answer.headers).filter((name) => !names.includes(name) && !UNSAID.includes(name));
      return unsaid.map((name) => `${found.key} ${answer.status} ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it("has a schema that every body is sound by", () => {
    const wrong = faults((exchange, operations) => {
      const found = operations[exchange.sent.method];
      if (found === undefined) return problemFaults(exchange.answer);
      const response = responseOf(found, exchange.answer);
      return response === undefined ? [] : bodyFaults(exchange.answer, response.value, response.pointer);
    });
    expect(wrong).toEqual([]);
  });

  it("names the code of every problem", () => {
    const missing = faults(({ sent, answer }, operations) => {
      const found = operations[sent.method];
      const codes = found && responseOf(found, answer)?.value["x-problem-codes"];
      if (!Array.isArray(codes) || answer.text === "") return [];
      const { code } = JSON.parse(answer.text);
      return codes.includes(code) ? [] : [`${found?.key} ${code}`];
    });
    expect(missing).toEqual([]);
  });

  it("allows every body that was accepted", () => {
    const refused = faults(({ sent, answer }, operations) => {
      const found = operations[sent.method];
      const type = sent.headers["Content-Type"]?.split(";")[0]?.toLowerCase() ?? "";
      if (found === undefined || sent.body === undefined || answer.status >= 300 || !/json$/.test(type)) return [];
      const { operationId, requestBody } = found.operation;
      // Rows of an import are judged one by one, and perhaps packed; a body that means nothing is not looked at.
      if (operationId === "importListings" || requestBody === undefined) return [];
      const pointer = `${found.pointer}/requestBody/content/${escaped(type)}/schema`;
      return documented.faultsOf(pointer, JSON.parse(new TextDecoder().decode(sent.body)));
    });
    expect(refused).toEqual([]);
  });

  it("has every parameter that was accepted", () => {
    const unknown = faults(({ sent, answer }, operations) => {
      const found = operations[sent.method];
      if (found === undefined || answer.status >= 300) return [];
      const names = (found.operation.parameters ?? []).map((parameter) => documented.resolve(parameter, "").value.name);
      const given = [...new URL(sent.path, "http://localhost").searchParams.keys()];
      return given.filter((name) => !names.includes(name)).map((name) => `${found.key} ${name}`);
    });
    expect(unknown).toEqual([]);
  });
});

function problemFaults({ text }: Answer): string[] {
  return text === "" ? [] : documented.faultsOf("#/components/schemas/Problem", JSON.parse(text));
}

function bodyFaults(answer: Answer, response: Readonly<Record<string, unknown>>, pointer: string): string[] {
  const content = (response.content ?? {}) as Readonly<Record<string, { readonly schema: object }>>;
  const type = answer.headers["content-type"]?.split(";")[0] ?? "";
  if (answer.text === "") return Object.hasOwn(content, type) && type !== "text/markdown" ? [`no body of ${type}`] : [];
  if (!Object.hasOwn(content, type)) return [`a body of ${type}`];
  const schema = `${pointer}/content/${escaped(type)}/schema`;
  if (type === "application/x-ndjson") {
    const lines = answer.text.split("\n").filter((line) => line !== "");
    return lines.flatMap((line) => documented.faultsOf(`${schema}/x-line-schema`, JSON.parse(line)));
  }
  return documented.faultsOf(schema, /json$/.test(type) ? JSON.parse(answer.text) : answer.text);
}
