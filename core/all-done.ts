/**
 * As `Promise.all`, but ends only when all have: work that nobody waits for any more would outlive its request.
 * @throws what the first of them failed with, in the order in which they were given.
 */
export async function allDone<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
