/** The tests that a file has, by its syntax: a title in a comment, a list or another call is none. */
import { parseAst } from "vitest/node";

/** Of describes and of the test itself, from the outside in, as the source has them: `%s` and `${name}` stay what they are. */
export type TitlePath = readonly string[];

const SUITES = new Set(["describe"]);
/** Last, what a contract collects for the suite that every adapter runs. */
const TESTS = new Set(["it", "test", "keySpaceCase", "blobStoreCase"]);
/** What bears these is not run. */
const OFF = new Set(["skip", "todo"]);

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** @throws SyntaxError for what is no TypeScript. */
export function testsIn(source: string): readonly TitlePath[] {
  return pathsIn(parseAst(source, { lang: "ts" }) as unknown as Node, [], source);
}

function pathsIn(node: Node, outer: TitlePath, source: string): TitlePath[] {
  const call = node.type === "CallExpression" ? titledCall(node, source) : undefined;
  if (call === undefined) return childrenOf(node).flatMap((child) => pathsIn(child, outer, source));
  const inner = [...outer, call.title];
  if (call.isOff) return [];
  return call.isTest ? [inner] : call.bodies.flatMap((body) => pathsIn(body, inner, source));
}

/** `it("…", …)`, `it.each(…)("…", …)` and their like, with something to run. */
function titledCall(node: Node, source: string) {
  const names = namesOf(node.callee);
  const [title, ...rest] = node.arguments as readonly Node[];
  const bodies = rest.filter(({ type }) => /Function|^Identifier$|^CallExpression$/.test(type));
  const [name = ""] = names;
  const isTest = TESTS.has(name);
  const text = title === undefined ? undefined : textOf(title, source);
  if ((!isTest && !SUITES.has(name)) || text === undefined || bodies.length === 0) return undefined;
  return { title: text, isTest, isOff: names.some((one) => OFF.has(one)), bodies };
}

/** `describe.each(PLACES)`: `describe`, `each`. */
function namesOf(callee: unknown): string[] {
  const { type, name, object, property, callee: inner } = callee as Node;
  if (type === "Identifier") return [String(name)];
  if (type === "MemberExpression") return [...namesOf(object), String((property as Node).name)];
  return type === "CallExpression" ? namesOf(inner) : [];
}

function textOf({ type, value, start, end }: Node, source: string): string | undefined {
  if (type === "TemplateLiteral") return source.slice(Number(start) + 1, Number(end) - 1);
  return type === "Literal" && typeof value === "string" ? value : undefined;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
