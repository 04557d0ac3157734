/** A listing's description as a page of its own, which can do nothing but be read. */
import { textHtml } from "../../core/convert/description-html.ts";
import { escapedText } from "../../core/convert/xml.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import type { Rendering } from "./listing-answer.ts";
import type { RequestContext } from "./services.ts";
import { shownDescription } from "./shown-description.ts";

/** No script, style, picture or form, and an origin of its own, should ever something get through the renderer. */
const POLICY = "default-src 'none'; sandbox";

/** Without a description its summary. An empty `lang` says that the language is not known (HTML, section 3.2.6.2). */
export async function pageRendering(c: RequestContext, { content }: ListingRecord): Promise<Rendering> {
  const { title = "", language = "", description, summary = "" } = content;
  const html = description === undefined ? textHtml(summary) : await shownDescription(c, description);
  const body = `<!doctype html>
<html lang="${escapedText(language)}">
<head>
<meta charset="utf-8">
<title>${escapedText(title)}</title>
</head>
<body dir="auto">
${html}</body>
</html>
`;
  return { mediaType: "text/html; charset=utf-8", body, headers: { "Content-Security-Policy": POLICY } };
}
