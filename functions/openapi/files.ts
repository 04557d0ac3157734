/** The document and its page as they are served; made once a process, by the first who asks. */
import type { Env } from "../../core/env.ts";
import { sha256Hex } from "../../core/listing/canonical.ts";
import type { RouteTable } from "../http/routing.ts";
import { openApiDocument } from "./document.ts";
import { documentPage } from "./page/page.ts";
import { STYLE } from "./page/style.ts";

export interface ServedFile {
  readonly body: string;
  readonly mediaType: string;
  /** Of what it says. */
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface DocumentFiles {
  readonly json: ServedFile;
  readonly page: ServedFile;
}

export async function documentFiles(env: Pick<Env, "sha256">, table: RouteTable): Promise<DocumentFiles> {
  const document = openApiDocument(table);
  const file = (mediaType: string, body: string, headers: ServedFile["headers"]): ServedFile => ({
    body,
    mediaType,
    etag: `"${sha256Hex(env, body).slice(0, 32)}"`,
    headers,
  });
  return {
    json: file("application/json", JSON.stringify(document), {}),
    page: file("text/html; charset=utf-8", await documentPage(document), { "Content-Security-Policy": policy(env) }),
  };
}

/** Nothing but its own style, which is named by its digest; no frame may hold it. */
function policy(env: Pick<Env, "sha256">): string {
  const digest = btoa(String.fromCharCode(...env.sha256(new TextEncoder().encode(STYLE))));
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
