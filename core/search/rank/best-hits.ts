/** The best so many documents by score: a heap whose root is the worst one kept. */

export class BestHits {
  readonly #most: number;
  /** Which of two documents of equal score is first. */
  readonly #isFirst: (a: number, b: number) => boolean;
  readonly #docs: number[] = [];
  readonly #scores: number[] = [];

  constructor(most: number, isFirst: (a: number, b: number) => boolean) {
    this.#most = most;
    this.#isFirst = isFirst;
  }

  /** What a document must reach to be kept; below every score while there is room. */
  get worst(): number {
    return this.#docs.length < this.#most ? Number.NEGATIVE_INFINITY : (this.#scores[0] ?? Number.POSITIVE_INFINITY);
  }

  offer(doc: number, score: number): void {
    if (this.#docs.length < this.#most) {
      this.#docs.push(doc);
      this.#scores.push(score);
      this.#siftUp(this.#docs.length - 1);
    } else if (this.#most > 0 && this.#precedes(score, doc, this.#scores[0] ?? 0, this.#docs[0] ?? 0)) {
      this.#docs[0] = doc;
      this.#scores[0] = score;
      this.#siftDown();
    }
  }

  /** Best first. */
  ranked(): { readonly doc: number; readonly score: number }[] {
    return this.#docs
      .map((doc, i) => ({ doc, score: this.#scores[i] ?? 0 }))
      .sort((a, b) => (this.#precedes(a.score, a.doc, b.score, b.doc) ? -1 : 1));
  }

  #precedes(scoreA: number, a: number, scoreB: number, b: number): boolean {
    return scoreA === scoreB ? this.#isFirst(a, b) : scoreA > scoreB;
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
      if (left >= this.#docs.length) return;
      const right = left + 1;
      const worse = right < this.#docs.length && this.#isWorse(right, left) ? right : left;
      if (!this.#swapIfWorse(worse, parent)) return;
      parent = worse;
    }
  }

  #isWorse(a: number, b: number): boolean {
    return this.#precedes(this.#scores[b] ?? 0, this.#docs[b] ?? 0, this.#scores[a] ?? 0, this.#docs[a] ?? 0);
  }

  /** A worse child goes up. */
  #swapIfWorse(child: number, parent: number): boolean {
    if (!this.#isWorse(child, parent)) return false;
    const [doc = 0, score = 0] = [this.#docs[child], this.#scores[child]];
    this.#docs[child] = this.#docs[parent] ?? 0;
    this.#scores[child] = this.#scores[parent] ?? 0;
    this.#docs[parent] = doc;
    this.#scores[parent] = score;
    return true;
  }
}
