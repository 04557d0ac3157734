/** Listings by id (contract, section 3). Their list is in `listing-list.ts`: it asks the index, not the store. */

import { readJsonBody } from "../body.ts";
import {
  answerDeleted,
  answerListing,
  answerWritten,
  idInPath,
  listingJson,
  viewParameter,
} from "../listing-answer.ts";
import { parsedListing } from "../parsed-listing.ts";
import { preconditionOf, readIdempotencyKey, readIfMatch, refuseIfNoneMatch, requireIfMatch } from "../precondition.ts";
import { type Operation, operation, type RouteTable } from "../routing.ts";
import type { RequestContext, Services } from "../services.ts";

export function listingRoutes(services: Services): RouteTable {
  return {
    "/v1/listings": { GET: list(services), POST: create(services) },
    "/v1/listings/:id": {
      GET: read(services),
      PUT: replace(services),
      PATCH: patch(services),
      DELETE: remove(services),
    },
    "/v1/listings/:id/markdown": { GET: readAsMarkdown(services) },
  };
}

function list(services: Services): Operation {
  return { scope: "public", handle: async (c) => (await import("../listing-list.ts")).answerList(c, services) };
}

function create(services: Services): Operation {
  return operation({
    scope: "listings:write",
    parameters: {},
    async handle(c) {
      refuseIfNoneMatch(c.req.header("If-None-Match"));
      const key = readIdempotencyKey(c.req.header("Idempotency-Key"));
      const input = await parsedListing(await readJsonBody(c, services));
      const idempotency = key === undefined ? undefined : { principal: c.get("principal").id, key };
      const outcome = await services.board.create(input, { idempotency, signal: c.get("deadline") });
      return answerWritten(c, services, outcome);
    },
  });
}

function read(services: Services): Operation {
  return operation({
    scope: "public",
    parameters: { view: viewParameter },
    handle: (c, { view }) =>
      answerListing(c, services, { id: idInPath(c), view }, (record, shown, now) =>
        listingJson(services, record, shown, now),
      ),
  });
}

function readAsMarkdown(services: Services): Operation {
  return operation({
    scope: "public",
    parameters: { view: viewParameter },
    async handle(c, { view }) {
      const { writeMarkdown } = await import("../../../core/convert/markdown.ts");
      return answerListing(c, services, { id: idInPath(c), view }, (record, shown) => ({
        mediaType: "text/markdown; charset=utf-8",
        body: writeMarkdown(record, { view: shown }),
      }));
    },
  });
}

function replace(services: Services): Operation {
  return operation({
    scope: "listings:write",
    parameters: {},
    async handle(c) {
      const { id, signal, ifMatch } = target(c);
      const condition = requireIfMatch(ifMatch);
      const input = await parsedListing(await readJsonBody(c, services), "kept");
      const precondition = await preconditionOf(services, id, condition, signal);
      return answerWritten(c, services, await services.board.replace(id, input, precondition, { signal }));
    },
  });
}

function patch(services: Services): Operation {
  return operation({
    scope: "listings:write",
    parameters: {},
    async handle(c) {
      const { id, signal, ifMatch } = target(c);
      const condition = requireIfMatch(ifMatch);
      const change = await readJsonBody(c, services, ["application/merge-patch+json", "application/json"]);
      const precondition = await preconditionOf(services, id, condition, signal);
      return answerWritten(c, services, await services.board.patch(id, change, precondition, { signal }));
    },
  });
}

function remove(services: Services): Operation {
  return operation({
    scope: "listings:write",
    parameters: {},
    async handle(c) {
      const { id, signal, ifMatch } = target(c);
      const condition = readIfMatch(ifMatch) ?? "any";
      const precondition = await preconditionOf(services, id, condition, signal);
      return answerDeleted(c, services, await services.board.remove(id, precondition, { signal }));
    },
  });
}

/** What a write to one listing says outside of its body. */
function target(c: RequestContext): {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly ifMatch: string | undefined;
} {
  const id = idInPath(c);
  refuseIfNoneMatch(c.req.header("If-None-Match"));
  return { id, signal: c.get("deadline"), ifMatch: c.req.header("If-Match") };
}
