/** The small programs that a cold start is measured with: each a whole process, from its first line to its first answer. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** What one process took. */
export interface Start {
  /** CPU of the whole process until its first answer was there, user and system. */
  readonly cpuMs: number;
  /** Of that: loading the function. */
  readonly importMs: number;
  /** On the clock, from the start of the process. */
  readonly wallMs: number;
  readonly status: number;
  readonly body: string;
  /** Modules of Node's own that were loaded. */
  readonly builtins: number;
  readonly isUndiciLoaded: boolean;
}

export interface Programs {
  /** `node FILE FUNCTION METHOD PATH [BODY]`: calls the function's `api` with an event of a function URL, and `AUTHORIZATION` if that is set. */
  readonly lambda: string;
  /** The same for a request listener, over a socket: the request is written by hand, so that no client costs anything. */
  readonly listener: string;
  readonly bareHandler: string;
  readonly honoHandler: string;
  readonly bareListener: string;
  readonly honoListener: string;
}

const HEAD = `
const [, , file, method, path, body] = process.argv;
const key = process.env.AUTHORIZATION;
const ms = ({ user, system }) => (user + system) / 1000;
const before = process.cpuUsage();
let importMs = 0;
function loaded({ api }) {
  importMs = ms(process.cpuUsage(before));
  return api;
}
function report(status, text) {
  const wallMs = performance.now();
  const cpuMs = ms(process.cpuUsage());
  const modules = process.moduleLoadList;
  const isUndiciLoaded = modules.some((name) => name.includes("undici"));
  const start = { cpuMs, importMs, wallMs, status, body: text, builtins: modules.length, isUndiciLoaded };
  require("fs").writeSync(1, JSON.stringify(start));
  process.exit(0);
}
`;

const LAMBDA = `${HEAD}
const host = "abcdefgh.lambda-url.eu-central-1.on.aws";
const [rawPath, rawQueryString = ""] = path.split("?");
const http = { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "curl/8" };
const event = {
  version: "2.0", routeKey: "$default", rawPath, rawQueryString,
  headers: { host, accept: "*/*", "user-agent": "curl/8", "content-type": "application/json", ...(key && { authorization: key }) },
  requestContext: { domainName: host, requestId: "0f6c5f4e-1e0b-4c6a-9d4b-8f1a2b3c4d5e", http }, ...(body ? { body } : {}), isBase64Encoded: false,
};
// Imported, as Lambda's runtime client does it.
import(file)
  .then((module) => loaded(module)(event, { getRemainingTimeInMillis: () => 30_000 }))
  .then((result) => report(result.statusCode, result.body));
`;

const LISTENER = `${HEAD}
// Required, as the functions framework does it.
const api = loaded(require(file));
const server = require("http").createServer((request, response) => api(request, response));
server.listen(0, "127.0.0.1", () => {
  const socket = require("net").connect(server.address().port, "127.0.0.1");
  const content = body ? "Content-Type: application/json\\r\\nContent-Length: " + Buffer.byteLength(body) + "\\r\\n" : "";
  const keyed = key ? "Authorization: " + key + "\\r\\n" : "";
  socket.write(method + " " + path + " HTTP/1.1\\r\\nHost: a.example\\r\\nConnection: close\\r\\n" + keyed + content + "\\r\\n" + (body || ""));
  let answer = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk) => { answer += chunk; });
  socket.on("end", () => report(Number(answer.split(" ")[1]), answer.slice(answer.indexOf("\\r\\n\\r\\n") + 4)));
});
`;

const BARE_HANDLER = `exports.api = async () => ({
  statusCode: 200, headers: { "content-type": "application/json" }, body: '{"status":"ok"}', isBase64Encoded: false,
});`;
const BARE_LISTENER = `exports.api = (request, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end('{"status":"ok"}');
};`;

const HONO = `import { Hono } from "hono";
const app = new Hono();
app.get("/health", (c) => c.json({ status: "ok" }));
`;
const HONO_HANDLER = `${HONO}import { handle } from "hono/aws-lambda"; export const api = handle(app);`;
const HONO_LISTENER = `${HONO}import { getRequestListener } from "@hono/node-server"; export const api = getRequestListener(app.fetch);`;

export async function writePrograms(folder: string): Promise<Programs> {
  const plain = async (name: string, text: string) => {
    const file = join(folder, `${name}.cjs`);
    await writeFile(file, text);
    return file;
  };
  return {
    lambda: await plain("lambda", LAMBDA),
    listener: await plain("listener", LISTENER),
    bareHandler: await plain("bare-handler", BARE_HANDLER),
    bareListener: await plain("bare-listener", BARE_LISTENER),
    honoHandler: await plain("hono-handler", await bundled(HONO_HANDLER)),
    honoListener: await plain("hono-listener", await bundled(HONO_LISTENER)),
  };
}

/** As small as esbuild makes it by itself. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "js" },
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node24",
  });
  return outputFiles[0]?.text ?? "";
}
