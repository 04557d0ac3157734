/** What a client gives as a listing, and what must hold of it whatever it came as: without the schema, which only bodies need. */
import { AppError, type Fault, faultError } from "../errors.ts";
import type { ListingContent } from "./content.ts";
import { pointerTo } from "./faults.ts";
import { isObject } from "./is-object.ts";
import { jsonBytes, LISTING_LIMITS as L } from "./limits.ts";
import { periodFault } from "./period.ts";

/** A listing as a client sent it: three fields whose absence on an update means "as it is" may be missing. */
export type ListingInput = Omit<ListingContent, "promotion" | "state"> &
  Partial<Pick<ListingContent, "promotion" | "state">>;

/** What a listing must have once it is more than a draft; looked at even when other fields are wrong, to report all. */
export function missingFields({ title, company }: Readonly<Record<string, unknown>>): Fault[] {
  const faults: Fault[] = [];
  const required = (pointer: string, name: string) =>
    faults.push({ code: "required", detail: `${name} is required unless state is draft`, pointer });
  if (title === undefined || title === null) required("/title", "title");
  // A company that is no object has a fault of its own.
  const isNamed = company !== undefined && company !== null && !(isObject(company) && (company.name ?? null) === null);
  if (!isNamed) required("/company/name", "company.name");
  return faults;
}

/** @throws AppError `invalid_body` when a listing that is more than a draft lacks its title or company. */
export function assertSound(content: ListingContent): void {
  const faults = content.state === "draft" ? [] : missingFields({ ...content });
  const period = periodFault(content);
  if (period !== undefined)
    faults.push({ code: "invalid_value", detail: `validThrough ${period}`, pointer: "/validThrough" });
  if (faults.length > 0) throw invalid(faults);
}

export function invalid(faults: readonly Fault[]): AppError {
  const count = faults.length === 1 ? "a fault" : `${faults.length} faults`;
  const first = faults.slice(0, 3).map(({ detail }) => detail);
  return new AppError("invalid_body", `the listing has ${count}: ${first.join("; ")}`, { errors: faults });
}

/** @throws AppError `too_large`, naming the largest field, when the listing as JSON is over 256 KB. */
export function assertListingSize(content: ListingContent): void {
  const bytes = jsonBytes(content);
  if (bytes <= L.listingBytes) return;
  const sizes = Object.entries(content).map(([field, value]) => ({ field, bytes: jsonBytes(value ?? null) }));
  const largest = sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const detail = `the listing has ${bytes} bytes as JSON, the limit is ${L.listingBytes}; its largest field is ${largest.field} with ${largest.bytes} bytes`;
  throw faultError("too_large", { code: "too_large", detail, pointer: pointerTo([largest.field]) });
}
