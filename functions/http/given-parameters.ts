/** Parameters as a caller gave them, in an address or as JSON, with the place of each so that a fault can name it. */
import { AppError, type ErrorCode, type Fault, faultError, MAX_FAULTS } from "../../core/errors.ts";
import { pointerTo } from "../../core/listing/faults.ts";
import { isObject } from "../../core/listing/is-object.ts";
import type { JsonSchema } from "./json-schema.ts";

export interface ParameterShape {
  /** How a JSON body writes it; a decimal as a number or as text. */
  readonly type: "string" | "integer" | "decimal" | "boolean";
  readonly repeats: boolean;
  /** Values at most, of one that repeats. */
  readonly most: number;
  /** What the OpenAPI document says of one value beside its type; never more than what the reader refuses. */
  readonly schema?: JsonSchema;
}

export type ParameterShapes = Readonly<Record<string, ParameterShape>>;

/** One value as text, whatever notation it came in. */
export interface Given {
  readonly name: string;
  readonly value: string;
  readonly place: Pick<Fault, "parameter" | "pointer">;
}

/** Digits enough for any amount and any coordinate; no sign but a minus. */
const DECIMAL = /^-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]\d{1,3})?$/;
const BOOLEANS = ["true", "false"] as const;

/** What was given and what is wrong with it; faults are collected, and thrown together by `throwFaults`. */
export class GivenParameters {
  readonly #parameters: ParameterShapes;
  readonly #code: ErrorCode;
  readonly #given = new Map<string, Given[]>();
  readonly #faults: Fault[] = [];
  readonly #faulty = new Set<string>();

  constructor(parameters: ParameterShapes, code: ErrorCode) {
    this.#parameters = parameters;
    this.#code = code;
  }

  /** Whether there are as many faults as are reported. */
  get isFaultyEnough(): boolean {
    return this.#faults.length === MAX_FAULTS;
  }

  one(name: string): Given | undefined {
    return this.all(name)[0];
  }

  all(name: string): readonly Given[] {
    return this.#given.get(name) ?? [];
  }

  /** Takes a value in, or notes why not. */
  add(given: Given): void {
    const { name, value } = given;
    const parameter = this.#parameter(name);
    const before = this.all(name);
    if (parameter === undefined) this.fault(given, `unknown_${nounOf(given)}`, "is not known here");
    else if (value.trim() === "") this.fault(given, "empty_value", "must not be empty; leave it out instead");
    else if (!value.isWellFormed()) this.fault(given, "invalid_value", "holds a lone surrogate, which is no text");
    else if (before.length === 1 && !parameter.repeats) this.fault(given, "repeated", "may be given once only");
    else if (before.length === parameter.most)
      this.fault(given, "too_many", `may have ${parameter.most} values at most`);
    else this.#given.set(name, [...before, given]);
  }

  /** One member of a JSON object: a value of the parameter's type, or a list of them. */
  addJson(name: string, json: unknown): void {
    const parameter = this.#parameter(name);
    const values = Array.isArray(json) && parameter?.repeats === true ? json : [json];
    // Of more, those that are too many already have as many faults as are reported.
    const judged = values.slice(0, (parameter?.most ?? 1) + MAX_FAULTS);
    judged.forEach((value: unknown, i) => {
      const place = { pointer: pointerTo(Array.isArray(json) && values === json ? [name, i] : [name]) };
      // Not `String(value)`: an object may bring a `toString` that is no function.
      const text = typeof value === "string" ? value : JSON.stringify(value);
      if (parameter === undefined || isOfType(value, parameter.type)) this.add({ name, value: text, place });
      else this.fault({ name, value: "", place }, "invalid_type", `must be ${described(parameter)}`);
    });
  }

  /** Notes that a parameter is missing, unless it was given and refused; `reason` ("is required …") says what needs it. */
  missing(name: string, reason: string): void {
    if (this.#faulty.has(name)) return;
    const place = this.#code === "invalid_body" ? { pointer: pointerTo([name]) } : { parameter: name };
    this.fault({ name, value: "", place }, "required", reason);
  }

  fault({ name, place }: Given, code: string, detail: string): void {
    this.#faulty.add(name);
    const shortName = name.length > 100 ? `${name.slice(0, 100)}…` : name;
    if (this.#faults.length < MAX_FAULTS) this.#faults.push({ code, detail: `${shortName} ${detail}`, ...place });
  }

  /** Throws if there was any fault. */
  throwFaults(): void {
    const [first] = this.#faults;
    if (first === undefined) return;
    const more = this.#faults.length === 1 ? "" : ` (and ${this.#faults.length - 1} more)`;
    throw new AppError(this.#code, `${first.detail}${more}`, { errors: this.#faults });
  }

  /** The one of `choices` that was given, in any case. */
  choice<T extends string>(given: Given, choices: readonly T[]): T | undefined {
    const choice = choices.find((known) => known === given.value.toLowerCase());
    if (choice === undefined) {
      this.fault(given, "invalid_value", `is ${shown(given)}, and must be one of ${choices.join(", ")}`);
    }
    return choice;
  }

  /** That of `choices` which a parameter names, in any case; `undefined` also without it. */
  choiceOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const given = this.one(name);
    return given === undefined ? undefined : this.choice(given, choices);
  }

  /** A whole number from 1 to `most`. */
  integer(name: string, most: number): number | undefined {
    const given = this.one(name);
    if (given === undefined) return undefined;
    if (/^\d{1,9}$/.test(given.value) && Number(given.value) >= 1 && Number(given.value) <= most) {
      return Number(given.value);
    }
    this.fault(given, "invalid_value", `is ${shown(given)}, and must be a whole number from 1 to ${most}`);
    return undefined;
  }

  /** A decimal from `min` to `max`. Exponents are for JSON, which writes small numbers with one. */
  decimal(name: string, min: number, max: number): number | undefined {
    const given = this.one(name);
    if (given === undefined) return undefined;
    const value = DECIMAL.test(given.value) ? Number(given.value) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.fault(given, "invalid_value", `is ${shown(given)}, and must be a decimal number from ${min} to ${max}`);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    const choice = this.choiceOf(name, BOOLEANS);
    return choice === undefined ? undefined : choice === "true";
  }

  #parameter(name: string): ParameterShape | undefined {
    return Object.hasOwn(this.#parameters, name) ? this.#parameters[name] : undefined;
  }
}

/** Of an address: faults are `invalid_parameter`. */
export function fromEntries(
  entries: Iterable<readonly [string, string]>,
  parameters: ParameterShapes,
): GivenParameters {
  const given = new GivenParameters(parameters, "invalid_parameter");
  for (const [name, value] of entries) given.add({ name, value, place: { parameter: name } });
  return given;
}

/** Of a JSON body, where null equals absent: faults are `invalid_body`. Throws at once unless it is an object. */
export function fromBody(body: unknown, parameters: ParameterShapes): GivenParameters {
  if (!isObject(body)) {
    const detail = "the body must be an object";
    throw faultError("invalid_body", { code: "invalid_type", detail, pointer: "" });
  }
  const given = new GivenParameters(parameters, "invalid_body");
  for (const [name, json] of Object.entries(body)) {
    if (given.isFaultyEnough) break;
    if (json !== null) given.addJson(name, json);
  }
  return given;
}

/** A property, unless its value is undefined: absent is absent. */
export function defined<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  // An object with one computed key has no better type.
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V });
}

/** A value for the text of a fault. */
export function shown({ value }: Given): string {
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100).toWellFormed()}…` : value);
}

function nounOf({ place }: Given): "parameter" | "field" {
  return place.parameter === undefined ? "field" : "parameter";
}

function isOfType(value: unknown, type: ParameterShape["type"]): boolean {
  switch (type) {
    case "string":
    case "boolean":
      return typeof value === type;
    case "integer":
      return typeof value === "number";
    case "decimal":
      return typeof value === "number" || typeof value === "string";
  }
}

function described({ type, repeats }: ParameterShape): string {
  switch (type) {
    case "string":
      return repeats ? "a text or a list of texts" : "a text";
    case "boolean":
      return "true or false";
    case "integer":
      return "a whole number";
    case "decimal":
      return "a number, or a decimal as text";
  }
}
