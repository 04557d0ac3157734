/** `Content-Type` (RFC 9110, section 8.3), read exactly: a browser's guess must not decide what a body means. */
import { type AppError, faultError } from "../../core/errors.ts";

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const TYPE = new RegExp(`^(${TOKEN}/${TOKEN})[ \\t]*`);
const PARAMETER = new RegExp(`;[ \\t]*(?:(${TOKEN})=(${TOKEN}|"(?:[^"\\\\]|\\\\.)*"))?[ \\t]*`, "y");

/**
 * The media type in lower case, without parameters.
 * @throws AppError `unsupported_media_type` when it is none of those accepted, or names a charset other than UTF-8.
 */
export function readMediaType<const T extends string>(header: string | undefined, accepted: readonly T[]): T {
  const found = header === undefined ? undefined : parse(header);
  const type = accepted.find((candidate) => candidate === found?.type);
  if (type === undefined) {
    throw refused(`Content-Type must be ${accepted.join(" or ")}, not ${JSON.stringify((header ?? "").slice(0, 100))}`);
  }
  const charset = found?.charsets.find((name) => !/^utf-?8$/i.test(name));
  if (charset !== undefined) throw refused(`the charset must be utf-8, not ${charset.slice(0, 40)}`);
  return type;
}

interface MediaType {
  readonly type: string;
  readonly charsets: readonly string[];
}

function parse(header: string): MediaType | undefined {
  const match = TYPE.exec(header);
  if (match === null) return undefined;
  const charsets: string[] = [];
  let at = match[0].length;
  while (at < header.length) {
    PARAMETER.lastIndex = at;
    const parameter = PARAMETER.exec(header);
    if (parameter === null) return undefined;
    const [, name = "", value = ""] = parameter;
    if (name.toLowerCase() === "charset") charsets.push(value.replace(/^"|"$/g, ""));
    at = PARAMETER.lastIndex;
  }
  return { type: (match[1] ?? "").toLowerCase(), charsets };
}

function refused(detail: string): AppError {
  return faultError("unsupported_media_type", { code: "unsupported_media_type", detail, header: "Content-Type" });
}
