/** What `npm run emulators` prints: lines that a shell takes as they are. */
import type { Emulator, Service } from "./emulator.ts";

/** The board addresses by cloud, for those whose two services are up. */
const BOARDS: readonly Readonly<{ cloud: string; store: Service; blobs: Service; scheme: string }>[] = [
  { cloud: "AWS", store: "dynamodb", blobs: "s3", scheme: "s3" },
  { cloud: "GCP", store: "firestore", blobs: "gcs", scheme: "gs" },
];

/** The exports that lead programs to the emulators; then, as comments, a board on each cloud, for a user chooses one. */
export function exportLines(emulators: readonly Emulator[]): string {
  const env = Object.assign({}, ...emulators.map((emulator) => emulator.env)) as Record<string, string>;
  const lines = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return `${[...lines, ...boardLines(emulators)].join("\n")}\n`;
}

function boardLines(emulators: readonly Emulator[]): string[] {
  const name = (service: Service) => emulators.find((emulator) => emulator.service === service)?.name;
  return BOARDS.flatMap(({ cloud, store, blobs, scheme }) => {
    const [table, bucket] = [name(store), name(blobs)];
    if (table === undefined || bucket === undefined) return [];
    return [
      "",
      `# a board on ${cloud}:`,
      `# export ROLECALL_STORE=${store}:${table} ROLECALL_BLOBS=${scheme}:${bucket}`,
    ];
  });
}

function quoted(value: string): string {
  return /^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
