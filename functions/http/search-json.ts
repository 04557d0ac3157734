/** A search's answer as text: the cards of its hits are JSON already, and go in as they are. */
import type { Hit, SearchAnswer } from "../../core/search/execute.ts";

export function searchJson({ items, cards, total, position: _position, ...rest }: SearchAnswer): string {
  const hits = items.map((hit, i) => hitJson(hit, cards[i] ?? "{}"));
  return `{"total":${total},"items":[${hits.join(",")}],${JSON.stringify(rest).slice(1)}`;
}

function hitJson({ id, score, highlights, explain, distanceKm }: Hit, card: string): string {
  const more = JSON.stringify({ highlights, explain, distanceKm });
  return `{"id":"${id}","score":${score},"listing":${card}${more === "{}" ? "" : `,${more.slice(1, -1)}`}}`;
}
