import { BUSINESS_CONCEPTS } from "./business-concepts.ts";
import { BUSINESS_TOOLS } from "./business-tools.ts";
import { CLOUD_AND_OPERATIONS } from "./cloud-and-operations.ts";
import { DATA_AND_ML } from "./data-and-ml.ts";
import { DATA_STORES } from "./data-stores.ts";
import { DESIGN } from "./design.ts";
import { ENGINEERING_CONCEPTS } from "./engineering-concepts.ts";
import type { SkillEntry } from "./entry.ts";
import { LANGUAGES } from "./languages.ts";
import { MOBILE_AND_GAMES } from "./mobile-and-games.ts";
import { TESTING_AND_TOOLS } from "./testing-and-tools.ts";
import { WEB } from "./web.ts";

/** Every skill the parser knows; names are unique, and so is every spelling. */
export const DICTIONARY: readonly SkillEntry[] = [
  ...LANGUAGES,
  ...WEB,
  ...MOBILE_AND_GAMES,
  ...DATA_STORES,
  ...DATA_AND_ML,
  ...CLOUD_AND_OPERATIONS,
  ...TESTING_AND_TOOLS,
  ...BUSINESS_TOOLS,
  ...DESIGN,
  ...ENGINEERING_CONCEPTS,
  ...BUSINESS_CONCEPTS,
];
