/** One attempt at an intent: sends it, and notes in the ledger what was acknowledged. */
import { noteWritten } from "./freshness.ts";
import { type Content, type Intent, judgeStatus, type Ledger } from "./ledger.ts";
import { exchange, type Reply } from "./requests.ts";

/** `again`: nobody knows, or it was refused for now; repeating has to be safe. */
export type Attempted = "done" | "again";

export async function attempt(url: string, intent: Intent, ledger: Ledger): Promise<Attempted> {
  const attempted = await once(url, intent, ledger);
  if (attempted === "done") ledger.answered.set(intent.kind, (ledger.answered.get(intent.kind) ?? 0) + 1);
  return attempted;
}

async function once(url: string, intent: Intent, ledger: Ledger): Promise<Attempted> {
  for (const content of intent.contents) ledger.sent.set(content.requisitionId, content);
  const isFirstDeletion = intent.id !== undefined && !ledger.deleting.has(intent.id);
  if (intent.id !== undefined) ledger.deleting.add(intent.id);
  const reply = await exchange(url, intent.sent);
  judgeStatus(ledger, intent.sent, reply);
  if (reply === undefined || reply.status >= 500 || reply.status === 429) return "again";
  if (intent.kind === "import") return imported(intent, reply, ledger);
  if (!reply.isWhole) return "again";
  if (reply.status >= 300) {
    ledger.wrong.push(`${intent.sent.method} ${intent.sent.path}: ${reply.status} ${reply.text.slice(0, 300)}`);
    return "done";
  }
  const [content] = intent.contents;
  const id = intent.id ?? idOf(reply);
  if (content !== undefined) acknowledge(ledger, content, id, revisionOf(reply));
  if (intent.id !== undefined) ledger.deleted.add(intent.id);
  if (id !== undefined) ledger.touched.push(id);
  // Who answers a repetition may have written nothing.
  const isOwn = isFirstDeletion || /^(?:created|updated)$/.test(reply.headers.get("Rolecall-Action") ?? "");
  noteWritten(ledger, reply, isOwn ? url : undefined);
  return "done";
}

function acknowledge(ledger: Ledger, content: Content, id: string | undefined, revision: number | undefined): void {
  ledger.acknowledged.set(content.requisitionId, { content, id, revision });
  if (id !== undefined) ledger.revisions.set(id, Math.max(revision ?? 0, ledger.revisions.get(id) ?? 0));
}

/** A deletion answers nothing. */
function idOf({ text }: Reply): string | undefined {
  return text === "" ? undefined : (JSON.parse(text) as { id?: string }).id;
}

/** `"12-published"`: of an answer that repeats an earlier one it is the listing's revision now. */
function revisionOf({ headers }: Reply): number | undefined {
  const [, revision] = /^"(\d+)-/.exec(headers.get("ETag") ?? "") ?? [];
  return revision === undefined ? undefined : Number(revision);
}

interface Line {
  readonly kind: string;
  readonly index: number;
  readonly id?: string;
  readonly action?: string;
  readonly complete?: boolean;
  readonly errors?: unknown;
}

/** Each line is an acknowledgement of its own, also of an answer that was cut behind it. */
function imported({ contents, sent }: Intent, { status, text, isWhole }: Reply, ledger: Ledger): Attempted {
  if (status !== 200) {
    if (isWhole) ledger.wrong.push(`${sent.path}: ${status} ${text.slice(0, 300)}`);
    return isWhole ? "done" : "again";
  }
  const lines = text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
  for (const { kind, index, id, action, errors } of lines) {
    const content = contents[index];
    if (kind !== "row" || content === undefined) continue;
    if (action === "rejected") ledger.wrong.push(`row ${index} of an import: ${JSON.stringify(errors)}`);
    else acknowledge(ledger, content, id, undefined);
  }
  const last = lines.at(-1);
  // One of many: what else is written would hardly be read otherwise.
  const read = lines.findLast(({ kind, id }) => kind === "row" && id !== undefined);
  if (read?.id !== undefined) ledger.touched.push(read.id);
  return last?.kind === "summary" && last.complete === true ? "done" : "again";
}
