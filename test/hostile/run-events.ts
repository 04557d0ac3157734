/** Hands events to a Lambda function and judges its results as answers are judged. */
import type { EventCase } from "./c08-lambda-events.ts";
import type { ClassRun } from "./run-class.ts";

type Json = Readonly<Record<string, unknown>>;

/** @param invoke fails when the function threw, hung, or its process ended: each is a fault of the case. */
export async function runEvents(
  invoke: (event: unknown) => Promise<unknown>,
  cases: readonly EventCase[],
): Promise<ClassRun> {
  const faults: string[] = [];
  for (const { name, event, statuses, code } of cases) {
    try {
      const found = eventFaults((await invoke(event)) as Json, statuses, code);
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    } catch (error) {
      faults.push(`${name}: ${String(error)}`);
    }
  }
  const valid = (await invoke({
    version: "2.0",
    rawPath: "/health",
    rawQueryString: "",
    headers: {},
    requestContext: { http: { method: "GET" } },
  })) as Json;
  if (valid.statusCode !== 200)
    faults.push(`the valid event behind them all is ${JSON.stringify(valid).slice(0, 200)}`);
  return { faults, sent: cases.length };
}

function eventFaults(result: Json, statuses: readonly number[], code: string | undefined): string[] {
  const { statusCode, headers, body } = result;
  if (!statuses.includes(Number(statusCode)))
    return [`is ${statusCode}, not ${statuses.join(" or ")}: ${String(body).slice(0, 200)}`];
  const named = headers as Json | undefined;
  if (typeof named?.["x-request-id"] !== "string") return ["has no X-Request-Id"];
  if (Number(statusCode) < 400) return [];
  if (named["content-type"] !== "application/problem+json") return [`is no problem but ${named["content-type"]}`];
  const problem = JSON.parse(String(body)) as Json;
  return code === undefined || problem.code === code ? [] : [`has the code ${problem.code}, not ${code}`];
}
