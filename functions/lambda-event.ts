/**
 * Between Lambda's HTTP events (payload version 2.0: function URLs and HTTP APIs) and the web's requests and answers.
 * Hono's own adapter is about to leave its package, percent-encodes header values and knows five kinds of events.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */

/** The members of the event that say what was asked. */
export interface LambdaHttpEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: LambdaRequestContext;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

interface LambdaRequestContext {
  readonly domainName?: string;
  /** Of the invocation, as in the lines that Lambda writes itself. */
  readonly requestId?: string;
  readonly http: LambdaHttp;
}

interface LambdaHttp {
  readonly method: string;
  /** Who opened the connection, as the platform saw it. */
  readonly sourceIp?: string;
}

export interface LambdaHttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export function requestOf(event: LambdaHttpEvent): Request {
  const { rawPath, rawQueryString, cookies, headers: given, requestContext } = event;
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) headers.set(name, value);
  if (cookies !== undefined) headers.set("cookie", cookies.join("; "));
  const query = rawQueryString === "" ? "" : `?${rawQueryString}`;
  const url = `https://${requestContext.domainName ?? "localhost"}${escapedPath(rawPath)}${query}`;
  const { method } = requestContext.http;
  const body = bodyOf(event);
  return new Request(url, { method, headers, ...(body === undefined ? {} : { body }) });
}

/** A path arrives decoded: what would end it must not, and without a slash in front it would go on with the host. */
function escapedPath(path: string): string {
  const rooted = path.startsWith("/") ? path : `/${path}`;
  return rooted.replaceAll("?", "%3F").replaceAll("#", "%23");
}

function bodyOf({ body, isBase64Encoded, requestContext }: LambdaHttpEvent): Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined || body === null || body === "") return undefined;
  // A request of these methods cannot carry one on the web's side, and no route of ours reads one.
  if (requestContext.http.method === "GET" || requestContext.http.method === "HEAD") return undefined;
  return Uint8Array.from(Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8"));
}

/**
 * Every answer of ours is text in UTF-8. Lambda puts it into JSON, which may double it (quotes, backslashes) where 6 MB are all that
 * it gives; as base64 a large one grows by a third, whatever it holds.
 */
const LARGE_CHARACTERS = 1024 * 1024;

export async function resultOf(answer: Response): Promise<LambdaHttpResult> {
  const headers: Record<string, string> = {};
  answer.headers.forEach((value, name) => {
    headers[name] = value;
  });
  const text = await answer.text();
  const isBase64Encoded = text.length > LARGE_CHARACTERS;
  const body = isBase64Encoded ? Buffer.from(text, "utf8").toString("base64") : text;
  return { statusCode: answer.status, headers, body, isBase64Encoded };
}
