/** The little Markdown that descriptions are written in: paragraphs, tables, `code` and **strong**. */
import { html, raw } from "hono/html";

export type Html = ReturnType<typeof html>;

export function markdown(text: string): Html {
  const blocks = text
    .split("\n\n")
    .map((block) => (block.startsWith("|") ? table(block) : html`<p>${inline(block)}</p>`));
  return html`${blocks}`;
}

export function inline(text: string): Html {
  const parts = text.split(/(`[^`]*`|\*\*[^*]*\*\*)/);
  const shown = parts.map((part) => {
    if (part.length > 1 && part.startsWith("`") && part.endsWith("`")) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.length > 3 && part.startsWith("**")) return html`<strong>${part.slice(2, -2)}</strong>`;
    return html`${part}`;
  });
  return html`${shown}`;
}

function table(block: string): Html {
  const [head = "", _rule, ...rows] = block.split("\n");
  const cells = (row: string, cell: (content: Html) => Html) =>
    row
      .split("|")
      .slice(1, -1)
      .map((text) => cell(inline(text.trim())));
  return html`<div class="wide"><table><thead><tr>${cells(head, (content) => html`<th>${content}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${cells(row, (content) => html`<td>${content}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** Where long names and paths may be broken. */
export function breakable(text: string): Html {
  const parts = text.split(/(?<=[/?&=.])/);
  return html`${parts.map((part, i) => (i === 0 ? html`${part}` : html`${raw("<wbr>")}${part}`))}`;
}
