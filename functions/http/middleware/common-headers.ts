/** Sees to it that every answer has the headers of `COMMON_HEADERS`, and the name of its request. */
import { COMMON_HEADERS } from "../common-headers.ts";
import type { Middleware } from "../services.ts";

const HEADERS = Object.entries(COMMON_HEADERS);

export const commonHeaders: Middleware = async (c, next) => {
  await next();
  if (c.res === c.get("plainAnswer")) return;
  const { headers } = c.res;
  headers.set("X-Request-Id", c.get("requestId"));
  for (const [name, value] of HEADERS) if (!headers.has(name)) headers.set(name, value);
};
