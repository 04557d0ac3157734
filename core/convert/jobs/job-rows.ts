/** Answers of others' public interfaces as rows of an import: one for each job, in the order in which they came. */
import { faultError, isAppError } from "../../errors.ts";
import { isObject } from "../../listing/is-object.ts";
import type { ImportRow } from "../rows.ts";
import { ashbyJobs, ashbyListing } from "./ashby.ts";
import { greenhouseJobs, greenhouseListing } from "./greenhouse.ts";
import { jobPosting, jobPostings } from "./json-ld.ts";
import { leverJobs, leverListing } from "./lever.ts";

export type JobFormat = "greenhouse" | "lever" | "ashby" | "jsonld";

type Job = Readonly<Record<string, unknown>>;

interface Reader {
  /** @throws AppError `invalid_body` with the pointer to what is not of the interface's shape. */
  jobs(answer: unknown): readonly unknown[];
  /** The job in the fields of a listing. What is of a wrong type goes in as it is, for the schema to refuse. */
  listing(job: Job): Record<string, unknown>;
  /** As in `ImportRow`. */
  readonly identity: string;
}

const ID = "an id";
const NODE_ID = "an identifier, a url or an @id";

const READERS: Readonly<Record<JobFormat, Reader>> = {
  greenhouse: { jobs: greenhouseJobs, listing: greenhouseListing, identity: ID },
  lever: { jobs: leverJobs, listing: leverListing, identity: ID },
  ashby: { jobs: ashbyJobs, listing: ashbyListing, identity: ID },
  jsonld: { jobs: jobPostings, listing: jobPosting, identity: NODE_ID },
};

/** To be counted before rows are made of them. @throws AppError `invalid_body` for an answer of another shape. */
export function jobsOf(format: JobFormat, answer: unknown): readonly unknown[] {
  return READERS[format].jobs(answer);
}

/** One row for each job. */
export function* jobRows(format: JobFormat, jobs: readonly unknown[]): Generator<ImportRow> {
  const { listing, identity } = READERS[format];
  for (const [index, job] of jobs.entries()) yield { index, identity, ...rowOf(job, listing) };
}

function rowOf(job: unknown, listing: Reader["listing"]): Pick<ImportRow, "body" | "error"> {
  if (!isObject(job)) {
    const detail = "a job must be a JSON object";
    return { error: faultError("invalid_body", { code: "invalid_type", detail, pointer: "" }) };
  }
  try {
    return { body: listing(job) };
  } catch (error) {
    if (isAppError(error)) return { error };
    throw error;
  }
}
