/** Query parameters, strictly: what is unknown, repeated, empty or wrong is refused, all of it at once. */
import { AppError, type Fault, MAX_FAULTS } from "../../core/errors.ts";
import type { JsonSchema } from "./json-schema.ts";

/** How one parameter is read. */
export interface Parameter<T> {
  /** What a refused value is told: "must be …". */
  readonly requirement: string;
  /** What the OpenAPI document says of a value; never more than `read` refuses. */
  readonly schema: JsonSchema;
  /** `undefined` refuses the value. */
  read(text: string): T | undefined;
}

export type ParameterSpec = Readonly<Record<string, Parameter<unknown>>>;

export type ParameterValues<S extends ParameterSpec> = {
  readonly [K in keyof S]?: (S[K] extends Parameter<infer T> ? T : never) | undefined;
};

/**
 * The parameters of a URL, each at most once.
 * @throws AppError `invalid_parameter` with every fault.
 */
export function readParameters<S extends ParameterSpec>(url: string, spec: S): ParameterValues<S> {
  const values = new Map<string, unknown>();
  const faults: Fault[] = [];
  for (const [name, text] of queryEntries(url)) {
    const fault = (code: string, detail: string) =>
      faults.push({ code, detail: `${shortened(name)} ${detail}`, parameter: shortened(name) });
    const parameter = Object.hasOwn(spec, name) ? spec[name] : undefined;
    if (parameter === undefined) fault("unknown_parameter", "is not a parameter of this route");
    else if (values.has(name)) fault("repeated", "may be given once only");
    else if (text === "") fault("empty", "must not be empty");
    else {
      const value = parameter.read(text);
      values.set(name, value);
      if (value === undefined)
        fault("invalid_value", `${parameter.requirement}, not ${shortened(JSON.stringify(text))}`);
    }
  }
  if (faults.length > 0) throw invalidParameters(faults);
  // Every value came out of the parameter's own `read`.
  return Object.fromEntries(values) as ParameterValues<S>;
}

/**
 * Names and values of a query in order, decoded as forms are (`+` is a blank).
 * @throws AppError `invalid_parameter` for escapes that are no UTF-8: guessing would look for another text.
 */
export function queryEntries(url: string): [name: string, value: string][] {
  const start = url.indexOf("?");
  if (start < 0) return [];
  const query = url.slice(start + 1).split("#", 1)[0] ?? "";
  const pairs = query.split("&").filter((pair) => pair !== "");
  return pairs.map((pair) => {
    const equals = pair.indexOf("=");
    const name = equals < 0 ? pair : pair.slice(0, equals);
    return [decoded(name, name), decoded(equals < 0 ? "" : pair.slice(equals + 1), name)];
  });
}

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    const parameter = shortened(name);
    throw invalidParameters([
      { code: "malformed", detail: `${parameter} holds a percent escape that is no UTF-8`, parameter },
    ]);
  }
}

export function invalidParameters(faults: readonly Fault[]): AppError {
  const shown = faults.slice(0, MAX_FAULTS);
  return new AppError(
    "invalid_parameter",
    shown
      .slice(0, 3)
      .map(({ detail }) => detail)
      .join("; "),
    { errors: shown },
  );
}

export function missingParameter(parameter: string): AppError {
  return invalidParameters([{ code: "required", detail: `${parameter} is required`, parameter }]);
}

export function wholeNumber(min: number, max: number): Parameter<number> {
  return {
    requirement: `must be a whole number from ${min} to ${max}`,
    schema: { type: "integer", minimum: min, maximum: max },
    read(text) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** One of some words, in any case. */
export function oneOf<const W extends string>(...words: readonly W[]): Parameter<W> {
  return {
    requirement: `must be ${words.join(" or ")}`,
    schema: { type: "string", enum: words },
    read: (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()),
  };
}

/** Text that the route itself judges. */
export const anyText: Parameter<string> = {
  requirement: "must be text",
  schema: { type: "string", minLength: 1 },
  read: (text) => text,
};

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
