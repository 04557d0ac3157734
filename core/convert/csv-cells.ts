/** How values stand in the cells of a table, there and back. */

/**
 * What a spreadsheet may take for a formula: =, +, -, @ and their full-width forms, or a tab or line end, behind which it
 * looks again (OWASP, "CSV Injection"). An apostrophe in front makes it text.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Text with an apostrophe in front where a spreadsheet would calculate; one more where there are some, so that none is lost. */
export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Undoes `guarded`, and nothing else: an apostrophe before anything else is the cell's own. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** Between the items of a list in one cell. Commas are in tags, semicolons are columns to half of Europe's spreadsheets. */
const SEPARATOR = "|";
/** What would be read as something else: a separator, a backslash, a blank at an end. */
const SPECIAL = /[\\|]|^\s|\s$/g;

/** Items with `\` in front of what is special. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replace(SPECIAL, "\\$&")).join(SEPARATOR);
}

/** Blanks around an item say nothing; a backslash takes what is behind it as it is. An empty cell is no list. */
export function splitList(cell: string): string[] {
  if (cell === "") return [];
  const items: string[] = [];
  let item = "";
  // Up to here the item is not to be trimmed: its last character was written with a backslash.
  let kept = 0;
  const end = () => {
    items.push(item.slice(0, kept) + item.slice(kept).trimEnd());
    item = "";
    kept = 0;
  };
  for (let at = 0; at < cell.length; at++) {
    const unit = cell[at] ?? "";
    if (unit === "\\" && at + 1 < cell.length) {
      item += cell[++at];
      kept = item.length;
    } else if (unit === SEPARATOR) end();
    else if (item !== "" || unit.trim() !== "") item += unit;
  }
  end();
  return items;
}

/** Every cell that says something in quotes: what begins a column in another country's spreadsheet then does not in this one. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (cell === "" ? "" : `"${guarded(cell).replaceAll('"', '""')}"`)).join(",")}\r\n`;
}
