/** The path of an address that is whole and in normal form, as that of a `Request` is: a `URL` of it would cost as much as a route. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  let end = start;
  while (end < url.length && url[end] !== "?" && url[end] !== "#") end++;
  return url.slice(start, end);
}
