/** The address of a request as its caller knows it: behind a proxy, the one that the server was asked by is another. */
import type { RequestContext, Services } from "./services.ts";

/**
 * By the deployment's own setting, else by the scheme that the platform vouches for; the host is the one that the request
 * names. An answer with links made from it is about this address, so its tag has to cover it.
 */
export function publicAddress(c: RequestContext, { publicUrl }: Pick<Services, "publicUrl">): string {
  const address = new URL(c.req.url);
  if (publicUrl !== undefined) return publicUrl + address.pathname + address.search;
  const scheme = c.env?.scheme;
  if (scheme !== undefined) address.protocol = scheme;
  return address.href;
}
