/** The commonest few of many terms: by document frequency, equal ones by UTF-16 units. */
export class TopTerms {
  readonly #most: number;
  readonly #terms: string[] = [];
  readonly #frequencies: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Best first. */
  get terms(): readonly string[] {
    return this.#terms;
  }

  /** A term that no listing holds is not one. */
  offer(term: string, frequency: number): void {
    if (frequency === 0 || (this.#terms.length === this.#most && !this.#isBefore(term, frequency, this.#most - 1)))
      return;
    let at = this.#terms.length;
    while (at > 0 && this.#isBefore(term, frequency, at - 1)) at--;
    this.#terms.splice(at, 0, term);
    this.#frequencies.splice(at, 0, frequency);
    if (this.#terms.length > this.#most) {
      this.#terms.pop();
      this.#frequencies.pop();
    }
  }

  #isBefore(term: string, frequency: number, at: number): boolean {
    const other = this.#frequencies[at] ?? 0;
    return frequency === other ? term < (this.#terms[at] ?? "") : frequency > other;
  }
}
