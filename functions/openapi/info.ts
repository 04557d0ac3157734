/** What the document says before its first operation. */
import { PROBLEMS } from "../http/problem.ts";

/** Of the API, not of the program: grows when something is added. */
const API_VERSION = "1.0.0";

const problems = Object.entries(PROBLEMS).map(([code, [status, title]]) => `| \`${code}\` | ${status} | ${title} |`);

export const INFO = {
  title: "Rolecall",
  version: API_VERSION,
  summary: "Listings of a job board over HTTP, with search built in.",
  description: [
    "JSON in UTF-8. Instants are RFC 3339 in UTC, lengths are in code points, decimals are texts in answers. Within v1 fields, values of enumerations and codes may be added: ignore those you do not know.",
    "**Boards.** The paths are those of the default board. Every path under `/v1/` works for another board too, as `/v1/boards/{board}/…`; a client only has to put the board in.",
    "**Who may what.** Without credentials everybody reads the public view. `Authorization: Bearer KEY` does what its scopes allow. On loopback without a key every caller is an administrator.",
    "**Writes** answer with `ETag` and `Rolecall-Position`. Give that position to a search as `minPosition` and the answer includes the write, on whichever process it lands. Changes take `If-Match`, so that nobody's work is overwritten.",
    "**Strictness.** Unknown parameters and unknown fields are refused, and so are empty parameters and single-valued ones given twice. All faults of a body are reported at once. `HEAD` works wherever `GET` does, `OPTIONS` everywhere; other methods are 405 with `Allow`, other paths 404.",
    "**Problems** are `application/problem+json` (RFC 9457). Repeat what answers 429 or 503 after `Retry-After`: nothing was applied. 504 has it only where repeating is safe. 500 is a bug of ours.",
    ["| code | status | |", "|---|---|---|", ...problems].join("\n"),
  ].join("\n\n"),
  license: { name: "MIT", identifier: "MIT" },
};
