/** Search (contract, section 5). What it finds and in which order is `core/search`'s business; here is what HTTP adds. */
import { readJsonBody } from "../body.ts";
import { type Operation, operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function searchRoutes(services: Services): RouteTable {
  // Once: to be told again what is loaded, Node resolves the name again.
  let loading: Promise<typeof import("../search-answer.ts")> | undefined;
  const loaded = () => {
    loading ??= import("../search-answer.ts");
    return loading;
  };
  const byAddress: Operation = {
    scope: "public",
    handle: async (c) => (await loaded()).answerQuery(c, services),
  };
  const byBody = operation({
    scope: "public",
    parameters: {},
    async handle(c) {
      const body = await readJsonBody(c, services);
      return (await loaded()).answerBody(c, services, body);
    },
  });
  return { "/v1/search": { GET: byAddress, POST: byBody } };
}
