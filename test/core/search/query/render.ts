/** A parsed query in one line, so that a table of many can be read. */
import type { Clause, FormTerm, Leaf, Query } from "../../../../core/search/query/query.ts";

/**
 * Clauses by ` & `, leaves by ` OR `, forms by `|`, terms by `+`; a phrase is in quotation marks, its terms with their
 * places. `*`: also a prefix; `~`: may be misspelt; `-`: excluded.
 */
export function rendered({ clauses }: Query): string {
  return clauses.map(renderedClause).join(" & ");
}

function renderedClause({ leaves, isExcluded }: Clause): string {
  return `${isExcluded ? "-" : ""}${leaves.map(renderedLeaf).join(" OR ")}`;
}

function renderedLeaf({ scope, forms, isPhrase, prefix, mayBeMisspelt }: Leaf): string {
  const text = isPhrase
    ? `"${forms.map((form) => form.map(({ term, at }) => `${term}@${at}`).join(" ")).join("|")}"`
    : forms.map(words).join("|");
  const isWhole = prefix === undefined || prefix === words(forms[0] ?? []);
  const star = prefix === undefined ? "" : isWhole ? "*" : `*${prefix}`;
  return `${scope === undefined ? "" : `${scope}:`}${text}${star}${mayBeMisspelt ? "~" : ""}`;
}

function words(form: readonly FormTerm[]): string {
  return form.map(({ term }) => term).join("+");
}
