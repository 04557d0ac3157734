/** The fields of a listing that hold text, for classes that try something in each of them. */

export interface TextField {
  readonly pointer: string;
  /** `line`: one line, perhaps empty; `filled`: with something to read in it; `prose`: of several lines. */
  readonly kind: "line" | "filled" | "prose";
  readonly most: number;
  /** Members of a listing with that text in the field. */
  readonly of: (text: string) => Readonly<Record<string, unknown>>;
}

export const TEXT_FIELDS: readonly TextField[] = [
  { pointer: "/title", kind: "filled", most: 500, of: (text) => ({ title: text }) },
  { pointer: "/company/name", kind: "filled", most: 255, of: (text) => ({ company: { name: text } }) },
  {
    pointer: "/description/value",
    kind: "prose",
    most: 100_000,
    of: (text) => ({ description: { format: "markdown", value: text } }),
  },
  { pointer: "/summary", kind: "prose", most: 1_000, of: (text) => ({ summary: text }) },
  { pointer: "/locations/0/raw", kind: "line", most: 500, of: (text) => ({ locations: [{ raw: text, city: "X" }] }) },
  {
    pointer: "/locations/0/street",
    kind: "line",
    most: 255,
    of: (text) => ({ locations: [{ street: text, city: "X" }] }),
  },
  { pointer: "/locations/0/city", kind: "line", most: 255, of: (text) => ({ locations: [{ city: text, raw: "X" }] }) },
  {
    pointer: "/locations/0/region",
    kind: "line",
    most: 255,
    of: (text) => ({ locations: [{ region: text, raw: "X" }] }),
  },
  {
    pointer: "/applicantLocations/0/name",
    kind: "filled",
    most: 255,
    of: (text) => ({ applicantLocations: [{ type: "city", name: text }] }),
  },
  { pointer: "/category", kind: "line", most: 100, of: (text) => ({ category: text }) },
  { pointer: "/requisitionId", kind: "line", most: 255, of: (text) => ({ requisitionId: text }) },
  { pointer: "/tags/0", kind: "filled", most: 64, of: (text) => ({ tags: [text] }) },
  { pointer: "/skills/0", kind: "filled", most: 64, of: (text) => ({ skills: [text] }) },
  {
    pointer: "/compensation/0/raw",
    kind: "line",
    most: 255,
    of: (text) => ({ compensation: [{ raw: text, label: "pay" }] }),
  },
  { pointer: "/attributes/team/0", kind: "filled", most: 255, of: (text) => ({ attributes: { team: [text] } }) },
];
