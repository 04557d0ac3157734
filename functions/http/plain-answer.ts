/**
 * The answers that are given most, with their headers in a plain object, which a server writes as it is. A `Headers` has each
 * name and value checked as it is set, sorts them to be read and is read into an object again: a third of what a 304 costs.
 */
import { COMMON_HEADERS } from "./common-headers.ts";
import type { RequestContext } from "./services.ts";

/** With all that every answer has: `commonHeaders` leaves it alone. */
export function plainAnswer(
  c: RequestContext,
  body: string | null,
  status: 200 | 304,
  headers: Readonly<Record<string, string>>,
): Response {
  const answer = new Response(body, {
    status,
    headers: { ...COMMON_HEADERS, "X-Request-Id": c.get("requestId"), ...headers },
  });
  c.set("plainAnswer", answer);
  return answer;
}
