/** What there is to say of every route; adding a route is adding its entry to one of these. */
import type { OperationEntries } from "../entry.ts";
import { BULK_OPERATIONS } from "./bulk.ts";
import { LISTING_OPERATIONS } from "./listings.ts";
import { SEARCH_OPERATIONS } from "./search.ts";
import { SERVICE_OPERATIONS } from "./service.ts";
import { SOURCE_OPERATIONS } from "./sources.ts";

export const OPERATION_ENTRIES: OperationEntries = {
  ...LISTING_OPERATIONS,
  ...SOURCE_OPERATIONS,
  ...SEARCH_OPERATIONS,
  ...BULK_OPERATIONS,
  ...SERVICE_OPERATIONS,
};
