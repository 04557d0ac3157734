/** Which reads fetch a set of pages: a request costs more than the bytes of a small gap. */

/** Pages `from` to `to` (exclusive). */
export interface PageRun {
  readonly from: number;
  readonly to: number;
}

/**
 * 64 KiB, under 1 ms of a function's network (some 90 MB/s), where one more request at the same time costs as much of its CPU. Of 100,000
 * listings a first page reads 0.65 MB less by it than by gaps of four pages.
 */
const MAX_GAP_PAGES = 1;
/** 8 MiB: long runs are cut, so that several connections carry them and others get a turn while their checksums are checked. */
const MAX_RUN_PAGES = 128;

/** @param pages ascending and distinct. */
export function runsOf(pages: readonly number[]): PageRun[] {
  const runs: PageRun[] = [];
  let from = pages[0] ?? 0;
  let to = from;
  for (const page of pages) {
    if (page - to > MAX_GAP_PAGES || page - from >= MAX_RUN_PAGES) {
      runs.push({ from, to });
      from = page;
    }
    to = page + 1;
  }
  if (to > from) runs.push({ from, to });
  return runs;
}
