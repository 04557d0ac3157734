/** Listings by the identity that their source gave them: how a feed writes without remembering ids. */

import { isMarkdownName } from "../../../core/convert/file-name.ts";
import { AppError, isAppError } from "../../../core/errors.ts";
import type { SourceIdentity } from "../../../core/store/board.ts";
import type { Outcome } from "../../../core/store/pending.ts";
import { type SourcedInput, sourced, withSource } from "../../sourced-input.ts";
import { readJsonBody, readTextBody } from "../body.ts";
import {
  answerDeleted,
  answerListing,
  answerNothingToDelete,
  answerWritten,
  listingJson,
  viewParameter,
} from "../listing-answer.ts";
import { readMediaType } from "../media-type.ts";
import { invalidParameters, missingParameter } from "../parameters.ts";
import { parsedListing } from "../parsed-listing.ts";
import { type IfMatch, preconditionOf, readIfMatch, refuseIfNoneMatch } from "../precondition.ts";
import { type Operation, operation, type RouteTable } from "../routing.ts";
import type { RequestContext, Services } from "../services.ts";
import { externalIdParameter, sourceNameParameter } from "../source-parameters.ts";

export function sourceRoutes(services: Services): RouteTable {
  return {
    "/v1/sources/:source/listing": { GET: read(services), PUT: upsert(services), DELETE: remove(services) },
  };
}

function read(services: Services): Operation {
  return operation({
    scope: "public",
    parameters: { externalId: externalIdParameter, view: viewParameter },
    handle(c, { externalId, view }) {
      const id = services.board.idOf(identityOf(c, externalId));
      return answerListing(c, services, { id, view }, (record, shown, now) =>
        listingJson(services, record, shown, now),
      );
    },
  });
}

function upsert(services: Services): Operation {
  return operation({
    scope: "listings:write",
    parameters: { externalId: externalIdParameter },
    async handle(c, { externalId }) {
      const identity = identityOf(c, externalId);
      refuseIfNoneMatch(c.req.header("If-None-Match"));
      const condition = readIfMatch(c.req.header("If-Match"));
      const { input, fileName } = await readBody(c, services, identity);
      const signal = c.get("deadline");
      const outcome =
        condition === undefined
          ? await services.board.upsert(input, { fileName, signal })
          : await replaceMatching(services, input, condition, signal);
      return answerWritten(c, services, outcome);
    },
  });
}

function remove(services: Services): Operation {
  return operation({
    scope: "listings:write",
    parameters: { externalId: externalIdParameter },
    async handle(c, { externalId }) {
      const id = services.board.idOf(identityOf(c, externalId));
      const signal = c.get("deadline");
      refuseIfNoneMatch(c.req.header("If-None-Match"));
      const condition = readIfMatch(c.req.header("If-Match"));
      const precondition = await preconditionOf(services, id, condition ?? "any", signal);
      try {
        return answerDeleted(c, services, await services.board.remove(id, precondition, { signal }));
      } catch (error) {
        // A feed says what is no longer there; that a put of it was once refused is no reason to stop it.
        if (condition !== undefined || !isAppError(error, "not_found")) throw error;
        return answerNothingToDelete(c, services);
      }
    },
  });
}

/** @throws AppError `invalid_parameter`. */
function identityOf(c: RequestContext, externalId: string | undefined): SourceIdentity {
  const name = sourceNameParameter.read(c.req.param("source") ?? "");
  if (name === undefined) {
    const detail = `source ${sourceNameParameter.requirement}`;
    throw invalidParameters([{ code: "invalid_value", detail, parameter: "source" }]);
  }
  if (externalId === undefined) throw missingParameter("externalId");
  return { name, externalId };
}

interface SourcedBody {
  readonly input: SourcedInput;
  readonly fileName?: string | undefined;
}

async function readBody(c: RequestContext, services: Services, identity: SourceIdentity): Promise<SourcedBody> {
  const mediaType = readMediaType(c.req.header("Content-Type"), ["application/json", "text/markdown"]);
  if (mediaType === "application/json") {
    const body = withSource(await readJsonBody(c, services), identity);
    return { input: sourced(await parsedListing(body, "kept"), identity) };
  }
  const { readMarkdown, withIdentity } = await import("../../../core/convert/markdown.ts");
  const { externalId } = identity;
  const file = readMarkdown(
    await readTextBody(c, services),
    isMarkdownName(externalId) ? { fileName: externalId } : {},
  );
  const { name } = identity;
  const input = await parsedListing(withIdentity(file.body, { name, externalId }), "kept");
  return { input: sourced(input, identity), fileName: file.fileName };
}

/** With `If-Match` nothing is created: a condition on what is not there does not hold (RFC 9110, section 13.1.1). */
async function replaceMatching(
  services: Services,
  input: SourcedInput,
  condition: IfMatch,
  signal: AbortSignal,
): Promise<Outcome> {
  const id = services.board.idOf(input.source);
  const precondition = await preconditionOf(services, id, condition, signal);
  try {
    return await services.board.replace(id, input, precondition, { signal });
  } catch (cause) {
    if (!isAppError(cause, "not_found") && !isAppError(cause, "gone")) throw cause;
    const detail = "there is no listing with this source that If-Match could match";
    throw new AppError("precondition_failed", detail, {
      cause,
      errors: [{ code: "absent", detail, header: "If-Match" }],
    });
  }
}
