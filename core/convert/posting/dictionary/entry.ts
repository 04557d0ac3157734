/**
 * One skill, tool or technology: its canonical name and the spellings that mean it.
 *
 * Spellings are compared token by token; a space matches a space or a hyphen, and a symbol (`+ # . /`) must touch its
 * neighbours exactly as written. A spelling listed nowhere else is matched in any case.
 */
export interface SkillEntry {
  /** What lands in `draft.skills`; at most 64 characters. */
  readonly name: string;
  /**
   * How the name itself is matched: `any` case (default), `exact` case, `context` (exact case, and only beside technical
   * evidence, because the word means something else as well), or `never` (only the other spellings count).
   */
  readonly match?: "any" | "exact" | "context" | "never";
  readonly aliases?: readonly string[];
  readonly exact?: readonly string[];
  readonly context?: readonly string[];
  /** A discipline rather than a named product: it lends no technical context to its neighbours in a list. */
  readonly isConcept?: boolean;
  /** Also the name of a department: "the product management team" is colleagues, not a skill. */
  readonly isDepartment?: boolean;
}
