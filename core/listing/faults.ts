/** A validation issue as the contract reports it. */
import type * as z from "zod";
import type { Fault } from "../errors.ts";

type Path = readonly PropertyKey[];

/** JSON Pointer (RFC 6901). */
export function pointerTo(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** One zod issue to one fault, or to one for each unknown key, at most so many. */
export function describeIssue(issue: z.core.$ZodIssue, most: number): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .slice(0, most)
      .map((key) => fault("unknown_field", [...issue.path, key], "is not a field of this object"));
  }
  const [code, detail] = verdict(issue);
  return [fault(code, issue.path, detail)];
}

function verdict(issue: z.core.$ZodIssue): [code: string, detail: string] {
  switch (issue.code) {
    case "custom":
      return [issue.params?.fault ?? "invalid_value", issue.message];
    case "invalid_type":
      return issue.input === undefined
        ? ["required", "is required"]
        : ["invalid_type", `must be ${article(issue.expected)}`];
    case "invalid_value":
      return ["invalid_value", `must be one of ${issue.values.map(String).join(", ")}`];
    case "too_big":
      return ["too_large", `must be at most ${issue.maximum}${unit(issue.origin)}`];
    case "too_small":
      return ["too_small", `must be at least ${issue.minimum}${unit(issue.origin)}`];
    case "invalid_union":
      return ["invalid_type", "must be a number or a decimal as text"];
    default:
      return ["invalid_value", issue.message];
  }
}

function fault(code: string, path: Path, detail: string): Fault {
  const name = path.map(String).join(".");
  return { code, detail: `${name === "" ? "the body" : shortened(name)} ${detail}`, pointer: pointerTo(path) };
}

function shortened(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}

function unit(origin: string): string {
  return origin === "array" || origin === "set" ? " items" : "";
}

function article(type: string): string {
  if (type === "int") return "a whole number";
  if (type === "record") return "an object";
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
