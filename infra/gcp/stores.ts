/** Where a board lives on Google Cloud: a Firestore database and a bucket. */
import { account, binding, projectBinding } from "./accounts.ts";
import type { Parameters } from "./parameters.ts";
import type { Step } from "./step.ts";

/** The collection group of `adapters/firestore`. */
const COLLECTION = "rolecall";

/**
 * Its documents are only ever found by name. An index costs every write time and storage, takes no value above 1,500 bytes
 * whole, and one on a growing number such as the revision holds a collection to 500 writes a second
 * (https://cloud.google.com/firestore/docs/best-practices).
 */
const FIELDS = ["body", "id", "kind", "nonce", "revision"];

/** The database, who may use it, and no index on any field. */
export function databaseSteps({ project, prefix, database, databaseLocation }: Parameters): Step[] {
  const runtime = account(project, prefix, "runtime");
  const condition = `resource.name=="projects/${project}/databases/${database}"`;
  return [
    {
      id: "database",
      title: `The Firestore database ${database}`,
      probe: { argv: ["firestore", "databases", "list", "--format=value(name.basename())"], lines: [database] },
      create: [
        ...["firestore", "databases", "create", `--database=${database}`, `--location=${databaseLocation}`],
        ...["--type=firestore-native", "--delete-protection", "--enable-pitr"],
      ],
      update: ["firestore", "databases", "update", `--database=${database}`, "--delete-protection", "--enable-pitr"],
    },
    {
      id: "database-role",
      title: "The functions may read and write that database alone",
      probe: projectBinding(project, "roles/datastore.user", runtime, condition),
      create: [
        ...["projects", "add-iam-policy-binding", project, "--role=roles/datastore.user"],
        ...[`--member=serviceAccount:${runtime}`, `--condition=expression=${condition},title=${prefix}-database`],
      ],
    },
    ...FIELDS.map((field) => exemption(database, field)),
  ];
}

function exemption(database: string, field: string): Step {
  const place = [`--database=${database}`, `--collection-group=${COLLECTION}`];
  return {
    id: `no-index-${field}`,
    title: `No index on ${field}`,
    probe: {
      argv: ["firestore", "indexes", "fields", "list", ...place, "--format=value(name.basename())"],
      lines: [field],
    },
    create: ["firestore", "indexes", "fields", "update", field, ...place, "--disable-indexes"],
  };
}

/** The bucket, and who may use its objects. */
export function bucketSteps({ project, prefix, region, bucket }: Parameters): Step[] {
  const runtime = account(project, prefix, "runtime");
  const url = `gs://${bucket}`;
  // Soft delete stays as the service has it (what is deleted can be had back for 7 days), and there is no lifecycle: an upload
  // that was broken off ends by itself after a week and costs nothing.
  const settings = ["--uniform-bucket-level-access", "--public-access-prevention"];
  return [
    {
      id: "bucket",
      title: `The bucket ${bucket}`,
      probe: { argv: ["storage", "buckets", "list", "--format=value(name)"], lines: [bucket] },
      create: ["storage", "buckets", "create", url, `--location=${region}`, ...settings],
      update: ["storage", "buckets", "update", url, ...settings],
    },
    {
      id: "bucket-role",
      // Reads, writes, lists and deletes objects; cannot change who else may, nor the bucket itself.
      title: "The functions may use the objects of that bucket alone",
      probe: binding(["storage", "buckets", "get-iam-policy", url], "roles/storage.objectUser", runtime),
      create: [
        ...["storage", "buckets", "add-iam-policy-binding", url, "--role=roles/storage.objectUser"],
        ...[`--member=serviceAccount:${runtime}`, "--condition=None"],
      ],
    },
  ];
}
