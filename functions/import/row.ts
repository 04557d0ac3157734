/** One row of an import: which listing it means, and what becomes of it. */
import { MARKDOWN_SOURCE } from "../../core/convert/markdown-body.ts";
import type { ImportRow } from "../../core/convert/rows.ts";
import { AppError, type Fault, faultError, isAppError, MAX_FAULTS } from "../../core/errors.ts";
import { isListingId } from "../../core/listing/id.ts";
import type { ListingInput } from "../../core/listing/input.ts";
import { isObject } from "../../core/listing/is-object.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { StoredListing } from "../../core/listing/record.ts";
import type { Settings } from "../../core/store/layout.ts";
import { type Action, type Decide, decideReplace, decideUpsert } from "../../core/store/operations.ts";
import type { BoardServices } from "../board-services.ts";
import { type SourcedInput, sourced } from "../sourced-input.ts";

export type RowAction = "created" | "updated" | "unchanged" | "rejected";

/** A line of the answer. */
export interface RowResult {
  readonly kind: "row";
  readonly index: number;
  readonly name?: string;
  readonly externalId?: string;
  readonly id?: string;
  readonly action: RowAction;
  readonly errors?: readonly Fault[];
}

/** What a row asks for, once it is known to be well formed. */
export type RowPlan =
  | {
      readonly kind: "upsert";
      readonly id: string;
      readonly input: SourcedInput;
      readonly fileName: string | undefined;
    }
  | { readonly kind: "replace"; readonly id: string; readonly input: ListingInput };

export interface RowOutcome {
  readonly action: RowAction;
  /** Number of the log entry that the listing is as of. */
  readonly revision: number;
}

export interface RowDefaults {
  /** For rows that name no source, and instead of the one that Markdown files get. */
  readonly source: string | undefined;
  /** Default: rows that have a file's name are. */
  readonly isMarkdown?: boolean;
  /** For rows that name no company: the answers of Lever and Ashby do not. */
  readonly company?: string | undefined;
}

const EXTERNAL_ID = "/source/externalId";

/** @throws AppError for a row that cannot be taken. */
export function planRow({ board }: BoardServices, row: ImportRow, defaults: RowDefaults): RowPlan {
  if (row.error !== undefined) throw row.error;
  const body = withDefaultCompany(withDefaultSource(row, defaults), defaults);
  const input = parseListing(body, "kept");
  if (input.source !== undefined) {
    const { source } = input;
    return { kind: "upsert", id: board.idOf(source), input: sourced(input, source), fileName: row.fileName };
  }
  const id = row.body?.id;
  if (typeof id === "string" && isListingId(id)) return { kind: "replace", id, input };
  throw rowFault("required", "a row needs source.externalId, or the id of its own export", EXTERNAL_ID);
}

function withDefaultSource(
  row: ImportRow,
  { source: name, isMarkdown = row.name !== undefined }: RowDefaults,
): unknown {
  const { body } = row;
  const source = body?.source;
  if (name === undefined || !isObject(source)) return body;
  const isUnnamed = source.name === undefined || source.name === null;
  return isUnnamed || (isMarkdown && source.name === MARKDOWN_SOURCE) ? { ...body, source: { ...source, name } } : body;
}

function withDefaultCompany(body: unknown, { company: name }: RowDefaults): unknown {
  if (name === undefined || !isObject(body)) return body;
  const company = body.company ?? {};
  return isObject(company) && (company.name ?? null) === null ? { ...body, company: { ...company, name } } : body;
}

/** @throws AppError as the board does. */
export async function writeRow({ board }: BoardServices, plan: RowPlan, signal: AbortSignal): Promise<RowOutcome> {
  const { action, stored } =
    plan.kind === "upsert"
      ? await board.upsert(plan.input, { fileName: plan.fileName, signal })
      : await board.replace(plan.id, plan.input, "any", { signal });
  return { action: toRowAction(action), revision: stored.revision };
}

/** What `writeRow` would do to what is stored now. @throws AppError as the board would. */
export async function previewRow(
  { board, env }: BoardServices,
  plan: RowPlan,
  settings: Settings,
  signal: AbortSignal,
): Promise<RowOutcome> {
  const [current] = await board.get([plan.id], { signal });
  const given = { id: plan.id, now: env.now() };
  const decide: Decide =
    plan.kind === "upsert"
      ? decideUpsert(env, { ...given, input: plan.input, fileName: plan.fileName })
      : decideReplace(env, { ...given, input: plan.input, precondition: "any" });
  const { action } = decide(current, { seq: nextRevision(current), operation: "preview", settings });
  return { action: toRowAction(action), revision: current?.revision ?? 0 };
}

function nextRevision(current: StoredListing | undefined): number {
  return (current?.revision ?? 0) + 1;
}

function toRowAction(action: Action): RowAction {
  return action === "created" || action === "updated" ? action : "unchanged";
}

/** Whether the store, not the row, is at fault: the row may be sent again as it is. */
export function isOutage(error: unknown): error is AppError {
  return ["unavailable", "outcome_unknown", "overloaded"].some((code) => isAppError(error) && error.code === code);
}

export function rowResult(row: ImportRow, plan: RowPlan | undefined, outcome: RowAction | AppError): RowResult {
  const externalId = plan?.input.source?.externalId ?? statedExternalId(row);
  return {
    kind: "row",
    index: row.index,
    ...(row.name === undefined ? {} : { name: row.name }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(plan === undefined ? {} : { id: plan.id }),
    ...(outcome instanceof AppError
      ? { action: "rejected", errors: located(faultsOf(outcome), row) }
      : { action: outcome }),
  };
}

/** Of a row that could not be planned, so that its sender finds it. */
function statedExternalId({ body }: ImportRow): string | undefined {
  const source = body?.source;
  const externalId = isObject(source) ? source.externalId : undefined;
  return typeof externalId === "string" ? externalId.slice(0, 2_000).toWellFormed() : undefined;
}

function faultsOf({ code, message, errors }: AppError): readonly Fault[] {
  if (code === "corrupt") return [{ code: "unavailable", detail: "what is stored for this row could not be read" }];
  return errors.length === 0 ? [{ code, detail: message }] : errors.slice(0, MAX_FAULTS);
}

/** In the words of the input: who has a table looks for a line and a column, who has jobs for what names them. */
function located(faults: readonly Fault[], { locate, error, identity }: ImportRow): readonly Fault[] {
  if (error !== undefined) return faults;
  if (identity !== undefined) return faults.map((fault) => named(fault, identity));
  if (locate === undefined) return faults;
  return faults.map((fault) => ({ ...fault, detail: `${locate(fault.pointer ?? "")}: ${fault.detail}` }));
}

function named(fault: Fault, identity: string): Fault {
  if (fault.code !== "required" || fault.pointer !== EXTERNAL_ID) return fault;
  return { ...fault, detail: `a job needs ${identity}: it becomes source.externalId of its listing` };
}

export function rowFault(code: string, detail: string, pointer: string): AppError {
  return faultError("invalid_body", { code, detail, pointer });
}
