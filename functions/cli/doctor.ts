/** `rolecall doctor`: what is configured, whether it can be reached, and what is there. Writes nothing but a new, empty store. */
import { AppError, isAppError } from "../../core/errors.ts";
import type { Seal } from "../../core/store/layout.ts";
import { scanPages } from "../../core/store/scan.ts";
import { openBlobStore, openKeySpace } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { nodeEnv } from "../node-env.ts";
import { type Command, openNamed, readArguments, UsageError } from "./command.ts";
import { printJson, printLine } from "./output.ts";

interface Finding {
  readonly name: string;
  readonly isWell: boolean;
  readonly detail: string;
}

const OLDEST_NODE = 24;

export const doctor: Command = async (args) => {
  const { values, positionals } = readArguments(args, {});
  if (positionals.length > 0) throw new UsageError("takes no words");
  const { store, blobs, board } = configuration();
  const findings = [
    await examine("node", async () => {
      if (Number(process.versions.node.split(".")[0]) >= OLDEST_NODE) return process.version;
      throw new AppError("unavailable", `${process.version}: Rolecall needs Node ${OLDEST_NODE} or newer`);
    }),
    await examine("store", async () => `${store}: ${await describeStore(store, board)}`),
    await examine("blobs", async () => `${blobs}: ${await describeBlobs(blobs)}`),
  ];
  const isWell = findings.every((finding) => finding.isWell);
  if (values.json === true)
    printJson({ ok: isWell, findings: findings.map(({ isWell: ok, ...rest }) => ({ ...rest, ok })) });
  else
    for (const { name, isWell: ok, detail } of findings)
      printLine(`${ok ? "ok  " : "FAIL"} ${name.padEnd(6)} ${detail}`);
  return isWell ? 0 : 1;
};

async function examine(name: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { name, isWell: true, detail: await look() };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { name, isWell: false, detail: `${error.message} (${error.code})` };
  }
}

async function describeStore(address: string, name: string): Promise<string> {
  const space = await openKeySpace(address);
  try {
    const board = await openNamed({ space, env: nodeEnv(), name });
    const { timeZone } = await board.settings();
    let listings = 0;
    for await (const page of scanPages(board, 500)) listings += page.filter(({ kind }) => kind === "listing").length;
    const facts = `board ${name}, ${listings} listings, log entry ${await board.head()}, time zone ${timeZone}`;
    return `${facts}${sealText(await board.seal())}`;
  } finally {
    await space.close();
  }
}

async function describeBlobs(address: string): Promise<string> {
  const store = await openBlobStore(address);
  try {
    const { blobs, end } = await store.list("");
    return `${blobs.length}${end ? "" : " or more"} blobs`;
  } finally {
    await store.close();
  }
}

/** No fault, but what explains why writes are refused. */
function sealText(seal: Seal | undefined): string {
  if (seal === undefined) return "";
  return seal.movedTo === undefined ? "; sealed: takes no writes" : `; takes no writes: moved to ${seal.movedTo}`;
}
