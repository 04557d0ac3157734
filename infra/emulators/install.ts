/** Brings the native parts that can be fetched into the user's cache folder. A part is whole or not there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "../../core/errors.ts";
import { DYNAMODB_LOCAL_VERSION, dynamodbLocalFolder, JETTY_XML_VERSION } from "./dynamodb.ts";
import type { Environment, Installed, Service } from "./emulator.ts";
import { FAKE_GCS_VERSION, fakeGcsPath } from "./gcs.ts";
import { cacheFolder, exists, isProgram } from "./parts.ts";
import { MINIO_VERSION, minioPath } from "./s3.ts";
import { emulatorKind } from "./start.ts";
import { TOXIPROXY_VERSION, toxiproxyPath } from "./toxiproxy.ts";

/** How a part is brought: the folder it ends up in, and what fills a folder with it. */
interface Part {
  readonly folder: string;
  /** What a user may expect of the wait. */
  readonly cost: string;
  fill(folder: string): Promise<void>;
}

/**
 * Brings what is missing of those named, one after the other: each build takes all cores. A part that is there is left
 * as it is. Throws `unavailable` with what to do when a tool is missing or fails.
 */
export async function install(
  names: readonly Installed[],
  env: Environment,
  say: (line: string) => void,
): Promise<void> {
  await removeAbandoned(env);
  for (const name of names) await installOne(name, env, say);
}

async function installOne(name: Installed, env: Environment, say: (line: string) => void): Promise<void> {
  const title = name === "toxiproxy" ? "Toxiproxy" : (await emulatorKind(name)).title;
  const part = partOf(name, env);
  if (part !== undefined && !(await exists(part.folder))) {
    say(`${title}: ${part.cost} ...`);
    await bring(part, env);
  }
  const missing = name === "toxiproxy" ? await missingToxiproxy(env) : await missingEmulator(name, env);
  if (missing !== undefined) throw new AppError("unavailable", `${title}: ${missing}`);
  say(`${title}: there`);
}

async function missingEmulator(service: Service, env: Environment): Promise<string | undefined> {
  const found = await (await emulatorKind(service)).native(env);
  return "missing" in found ? `${found.missing}; ${found.remedy}` : undefined;
}

async function missingToxiproxy(env: Environment): Promise<string | undefined> {
  return (await isProgram(toxiproxyPath(env))) ? undefined : `Go built no ${toxiproxyPath(env)}`;
}

function partOf(name: Installed, env: Environment): Part | undefined {
  switch (name) {
    case "dynamodb":
      return {
        folder: dynamodbLocalFolder(env),
        cost: "50 MB by Maven",
        fill: (folder) => fetchJars(folder, env),
      };
    case "s3":
      return {
        folder: dirname(minioPath(env)),
        cost: "built by Go, 2 to 5 minutes",
        fill: (folder) => build(`github.com/minio/minio@${MINIO_VERSION}`, folder, env),
      };
    case "gcs":
      return {
        folder: dirname(fakeGcsPath(env)),
        cost: "built by Go, 1 to 3 minutes",
        fill: (folder) => build(`github.com/fsouza/fake-gcs-server@${FAKE_GCS_VERSION}`, folder, env),
      };
    case "toxiproxy":
      return {
        folder: dirname(toxiproxyPath(env)),
        cost: "built by Go, half a minute",
        fill: (folder) => build(`github.com/Shopify/toxiproxy/v2/cmd/server@${TOXIPROXY_VERSION}`, folder, env),
      };
    case "firestore":
      return undefined;
  }
}

const PARTIAL = "partial-";

/** Filled beside its place and moved there in one step: a killed install leaves no half part, and of two the first wins. */
async function bring(part: Part, env: Environment): Promise<void> {
  const cache = cacheFolder(env);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, `${PARTIAL}${basename(part.folder)}-`));
  try {
    await part.fill(folder);
    await rename(folder, part.folder);
  } catch (error) {
    if (!(await exists(part.folder))) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An install that runs for so long does not run any more. */
const ABANDONED_MS = 24 * 60 * 60 * 1_000;

async function removeAbandoned(env: Environment): Promise<void> {
  const cache = cacheFolder(env);
  if (!(await exists(cache))) return;
  for (const name of await readdir(cache)) {
    if (!name.startsWith(PARTIAL)) continue;
    const { mtimeMs } = await stat(join(cache, name));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(join(cache, name), { recursive: true, force: true });
  }
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>rolecall</groupId>
  <artifactId>emulators</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${DYNAMODB_LOCAL_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.eclipse.jetty</groupId>
      <artifactId>jetty-xml</artifactId>
      <version>${JETTY_XML_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

async function fetchJars(folder: string, env: Environment): Promise<void> {
  const pom = join(folder, "pom.xml");
  await writeFile(pom, POM);
  const goal = "dependency:copy-dependencies";
  await run("mvn", ["--batch-mode", "--quiet", "--file", pom, goal, `-DoutputDirectory=${folder}`], env);
  await rm(pom);
}

function build(program: string, folder: string, env: Environment): Promise<void> {
  return run("go", ["install", program], { ...env, GOBIN: folder });
}

async function run(command: string, args: readonly string[], env: Environment): Promise<void> {
  const child = spawn(command, args, { env: { ...env }, stdio: ["ignore", 2, 2] });
  const [status, signal] = await once(child, "exit").catch((cause: unknown) => {
    throw new AppError("unavailable", `${command} cannot be run; it must be on the PATH`, { cause });
  });
  if (status !== 0) throw new AppError("unavailable", `${command} ${args.join(" ")} ended with ${status ?? signal}`);
}
