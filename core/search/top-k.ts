/** The best `k` of many numbers by an order without ties: a heap whose root is the worst one kept. */
export class TopK {
  readonly #k: number;
  readonly #ranksBefore: (a: number, b: number) => boolean;
  readonly #heap: number[] = [];

  constructor(k: number, ranksBefore: (a: number, b: number) => boolean) {
    this.#k = k;
    this.#ranksBefore = ranksBefore;
  }

  offer(candidate: number): void {
    if (this.#heap.length < this.#k) {
      this.#heap.push(candidate);
      this.#siftUp(this.#heap.length - 1);
    } else if (this.#k > 0 && this.#ranksBefore(candidate, this.#heap[0] ?? 0)) {
      this.#heap[0] = candidate;
      this.#siftDown();
    }
  }

  /** Best first. */
  ranked(): number[] {
    return this.#heap.toSorted((a, b) => (this.#ranksBefore(a, b) ? -1 : 1));
  }

  #siftUp(from: number): void {
    for (let child = from; child > 0; ) {
      const parent = (child - 1) >>> 1;
      if (!this.#swapIfWorse(child, parent)) return;
      child = parent;
    }
  }

  #siftDown(): void {
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const hasWorseRight =
        right < this.#heap.length && this.#ranksBefore(this.#heap[left] ?? 0, this.#heap[right] ?? 0);
      const worse = hasWorseRight ? right : left;
      if (!this.#swapIfWorse(worse, parent)) return;
      parent = worse;
    }
  }

  #swapIfWorse(child: number, parent: number): boolean {
    const [a = 0, b = 0] = [this.#heap[child], this.#heap[parent]];
    if (!this.#ranksBefore(b, a)) return false;
    this.#heap[child] = b;
    this.#heap[parent] = a;
    return true;
  }
}
