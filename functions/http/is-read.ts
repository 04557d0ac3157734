/** Which requests change nothing, whatever their method: they may be given up, and sent again, without a doubt. */
const READS_BY_POST: ReadonlySet<string> = new Set(["/v1/search", "/v1/parse"]);

/** @param path as the default board has it (`boardPath`). */
export function isRead(method: string, path: string): boolean {
  return method === "GET" || method === "HEAD" || READS_BY_POST.has(path);
}
