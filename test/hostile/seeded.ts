/** What a class finds on the board: listings of its own, and cursors that lead on. */
import { get, LISTING, type Seeded, sendJson } from "./case.ts";
import { jsonOf } from "./judge.ts";
import type { Ask } from "./run-class.ts";

export async function seeded(ask: Ask, host: string): Promise<Seeded & { readonly position: string }> {
  // As a schedule does it: an import reads what is in no snapshot yet before it begins.
  await ask({ method: "POST", path: "/v1/maintenance", headers: [] });
  const create = async () => {
    const answer = await ask(sendJson("POST", "/v1/listings", LISTING));
    if (answer.status !== 201) throw new Error(`the board cannot be written to: ${answer.status} ${answer.text}`);
    return { id: String(jsonOf(answer).id), etag: answer.headers.etag ?? "" };
  };
  const { id: deletedId } = await create();
  await create();
  const { id, etag } = await create();
  const deleted = await ask({ method: "DELETE", path: `/v1/listings/${deletedId}`, headers: [] });
  const position = deleted.headers["rolecall-position"] ?? "";
  const cursorOf = async (path: string) => {
    const answer = await ask(get(path));
    const { nextCursor } = jsonOf(answer);
    if (typeof nextCursor !== "string")
      throw new Error(`${path} has no cursor: ${answer.status} ${answer.text.slice(0, 200)}`);
    return nextCursor;
  };
  const cursors = {
    listings: await cursorOf(`/v1/listings?limit=1&minPosition=${position}`),
    search: await cursorOf(`/v1/search?q=porter&limit=1&minPosition=${position}`),
    changes: await cursorOf("/v1/changes?limit=1"),
    exports: await cursorOf("/v1/exports?limit=1"),
  };
  return { host, id, etag, deletedId, cursors, position };
}
