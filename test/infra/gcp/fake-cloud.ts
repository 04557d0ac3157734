/**
 * As much of gcloud, and of the cloud behind it, as a deployment touches: it keeps what was made, lists it, and refuses what
 * the real one refuses (making what is there, changing what is not, a right for an account that nobody knows).
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ROOT } from "../../../infra/gcp/gcloud.ts";
import type { Ran } from "../../../infra/gcp/run-steps.ts";

/**
 * What there is, by kind and name (`bucket my-bucket`), and how it was set. Besides: `operator`, the active account, and
 * `refuses`, a command that the account has no right to.
 */
export type CloudState = Record<string, string>;

interface Call {
  readonly state: CloudState;
  readonly flags: Readonly<Record<string, string>>;
  /** What the command is about. */
  readonly name: string;
}

type Answer = (call: Call) => string;

const ANSWERS: readonly (readonly [command: RegExp, answer: Answer])[] = [
  [/^auth list$/, ({ state }) => state.operator ?? "someone@example.com"],
  [/^projects describe (\S+)$/, describedProject],
  [/^services list$/, listed("service")],
  [/^services enable (.+)$/, enabledServices],
  [/^iam service-accounts list$/, listed("account")],
  [/^iam service-accounts create (\S+)$/, made(({ name }) => `account ${name}@my-project.iam.gserviceaccount.com`)],
  [/^firestore databases list$/, listed("database")],
  [/^firestore databases create$/, made(({ flags }) => `database ${flags.database}`)],
  [/^firestore databases update$/, changed(({ flags }) => `database ${flags.database}`)],
  [/^firestore indexes fields list$/, (call) => `*\n${listed(`unindexed ${placeOf(call)}`)(call)}`],
  [/^firestore indexes fields update (\S+)$/, made((call) => `unindexed ${placeOf(call)} ${call.name}`)],
  [/^storage buckets list$/, listed("bucket")],
  [/^storage buckets create gs:\/\/(\S+)$/, made(({ name }) => `bucket ${name}`)],
  [/^storage buckets update gs:\/\/(\S+)$/, changed(({ name }) => `bucket ${name}`)],
  [/^run deploy (\S+)$/, deployedFunction],
  [/^run services list$/, listed("function")],
  [/^run services describe (\S+)$/, functionUrl],
  [/^scheduler jobs list$/, listed("job")],
  [/^scheduler jobs create http (\S+)$/, made(({ name }) => `job ${name}`)],
  [/^scheduler jobs update http (\S+)$/, changed(({ name }) => `job ${name}`)],
  [/^logging metrics list$/, listed("metric")],
  [/^logging metrics create (\S+)$/, made(({ name }) => `metric ${name}`)],
  [/^logging metrics update (\S+)$/, changed(({ name }) => `metric ${name}`)],
  [/^alpha monitoring policies list$/, listed("alert")],
  [/^alpha monitoring policies create$/, made(({ flags }) => `alert ${displayName(flags["policy-from-file"])}`)],
  [/^(?:projects|storage buckets|run services) get-iam-policy (\S+)$/, policy],
  [/^(?:projects|storage buckets|run services) add-iam-policy-binding (\S+)$/, granted],
  [/^(?:projects|storage buckets|run services) remove-iam-policy-binding (\S+)$/, withdrawn],
];

/** Answers one call, and changes the state as the cloud would. */
export function fakeGcloud(state: CloudState, argv: readonly string[]): Ran {
  try {
    return { status: 0, out: `${answer(state, argv)}\n`, err: "" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 1, out: "", err: `Working...\nERROR: (gcloud.fake) ${message}\n- '@type': details\n` };
  }
}

function answer(state: CloudState, argv: readonly string[]): string {
  const command = argv.filter((word) => !word.startsWith("--")).join(" ");
  const flags = Object.fromEntries(argv.filter((word) => word.startsWith("--")).map(nameAndValue));
  if (state.refuses !== undefined && command.startsWith(state.refuses)) throw new Error("PERMISSION_DENIED: no rights");
  for (const [pattern, act] of ANSWERS) {
    const match = pattern.exec(command);
    if (match !== null) return act({ state, flags, name: match[1] ?? "" });
  }
  throw new Error(`Invalid choice: '${command}'`);
}

function nameAndValue(word: string): [string, string] {
  const [name = "", ...value] = word.slice(2).split("=");
  return [name, value.join("=")];
}

function listed(kind: string): Answer {
  return ({ state }) =>
    Object.keys(state)
      .filter((key) => key.startsWith(`${kind} `))
      .map((key) => key.slice(kind.length + 1))
      .join("\n");
}

function made(keyOf: (call: Call) => string): Answer {
  return (call) => {
    const key = keyOf(call);
    if (Object.hasOwn(call.state, key)) throw new Error(`ALREADY_EXISTS: ${key}`);
    call.state[key] = settings(call);
    return "";
  };
}

function changed(keyOf: (call: Call) => string): Answer {
  return (call) => {
    const key = keyOf(call);
    if (!Object.hasOwn(call.state, key)) throw new Error(`NOT_FOUND: ${key}`);
    // What an update does not name stays as it is.
    call.state[key] = settings(call, call.state[key]);
    return "";
  };
}

function settings({ flags }: Call, before = "{}"): string {
  return JSON.stringify({ ...JSON.parse(before), ...flags });
}

function placeOf({ state, flags }: Call): string {
  if (!Object.hasOwn(state, `database ${flags.database}`)) throw new Error(`NOT_FOUND: database ${flags.database}`);
  return `${flags.database}/${flags["collection-group"]}`;
}

function describedProject({ name }: Call): string {
  if (name !== "my-project") throw new Error(`someone@example.com does not have permission to access [${name}]`);
  return "ACTIVE";
}

function enabledServices({ state, name }: Call): string {
  for (const service of name.split(" ")) state[`service ${service}`] = "{}";
  return "";
}

function deployedFunction(call: Call): string {
  const { state, flags, name } = call;
  const accounts = [flags["service-account"] ?? "", (flags["build-service-account"] ?? "").split("/").at(-1) ?? ""];
  for (const account of accounts) mustBeKnown(state, account);
  const key = `function ${name}`;
  const { "no-allow-unauthenticated": closes, "update-env-vars": variables, ...rest } = flags;
  if (closes !== undefined) delete state[`binding ${name} roles/run.invoker allUsers`];
  state[key] = settings({ ...call, flags: rest }, state[key]);
  state[`environment ${name}`] = JSON.stringify({
    ...JSON.parse(state[`environment ${name}`] ?? "{}"),
    ...Object.fromEntries((variables ?? "").split(",").map((pair) => nameAndValue(`--${pair}`))),
  });
  return "";
}

function functionUrl({ state, name }: Call): string {
  if (!Object.hasOwn(state, `function ${name}`)) throw new Error(`Cannot find service [${name}]`);
  return `https://${name}-x.a.run.app`;
}

function displayName(file: string | undefined): string {
  return JSON.parse(readFileSync(resolve(ROOT, file ?? ""), "utf8")).displayName;
}

function policy(call: Call): string {
  const lines = listed(`binding ${call.name}`)(call);
  return call.flags.format?.includes("bindings.condition.expression")
    ? lines
    : lines.replaceAll(/^(\S+ \S+) .*$/gm, "$1");
}

function granted({ state, flags, name }: Call): string {
  // gcloud asks for it in so many words as soon as one binding of the policy has a condition.
  if (flags.condition === undefined) throw new Error("Adding a binding without specifying a condition is prohibited");
  if (flags.member !== "allUsers") mustBeKnown(state, flags.member?.replace("serviceAccount:", "") ?? "");
  const expression = /^expression=(.*),title=[^,]+$/.exec(flags.condition)?.[1];
  const words = ["binding", name, flags.role, flags.member, ...(expression === undefined ? [] : [expression])];
  state[words.join(" ")] = "{}";
  return "";
}

function withdrawn({ state, flags, name }: Call): string {
  const key = `binding ${name} ${flags.role} ${flags.member}`;
  if (!Object.hasOwn(state, key)) throw new Error("Policy binding with the specified principal and role not found!");
  delete state[key];
  return "";
}

function mustBeKnown(state: CloudState, account: string): void {
  if (!Object.hasOwn(state, `account ${account}`)) throw new Error(`Service account ${account} does not exist.`);
}
