/** C5: numbers and money in every field that takes them. */
import {
  badField,
  created,
  type Expected,
  fixed,
  type HostileCase,
  JSON_TYPE,
  LISTING,
  send,
  sendJson,
} from "./case.ts";

const REST = JSON.stringify(LISTING).slice(1);

/** JSON literals, and what each is as a decimal; `undefined` for those that are none. */
const LITERALS: readonly (readonly [literal: string, decimal: string | undefined])[] = [
  ["-1", "-1"],
  ["-0", "0"],
  ["0", "0"],
  ["1.5", "1.5"],
  ["0.1234567", undefined],
  ["999999999999999", "999999999999999"],
  ["1000000000000000", undefined],
  ["1e308", undefined],
  ["1e-7", undefined],
  ["1e3", "1000"],
  ['"100"', "100"],
  ['"1e3"', undefined],
  ['"1,000"', undefined],
  ['"1.000.000"', undefined],
  ['"+1"', undefined],
  ['" 1"', undefined],
  ['"1 "', undefined],
  ['"0x10"', undefined],
  ['"١٢"', undefined],
  ['"１２"', undefined],
  ['"NaN"', undefined],
  ['"Infinity"', undefined],
  ['"-"', undefined],
  ['"."', undefined],
  ['"1."', undefined],
  ['".5"', undefined],
  ['"€100"', undefined],
  ["true", undefined],
  ["[]", undefined],
  ["{}", undefined],
  ["[1]", undefined],
  ['{"toString":1}', undefined],
];

interface NumberField {
  readonly pointer: string;
  readonly member: (literal: string) => string;
  readonly expected: (decimal: string | undefined, literal: string) => Expected;
}

const isNumber = (literal: string) => /^[-\d]/.test(literal);
const within = (least: number, most: number, decimal: string | undefined) =>
  decimal !== undefined && Number(decimal) >= least && Number(decimal) <= most;

const FIELDS: readonly NumberField[] = [
  {
    pointer: "/promotion",
    member: (literal) => `"promotion":${literal}`,
    expected: (decimal, literal) =>
      isNumber(literal) && within(-1_000, 1_000, decimal) && Number.isInteger(Number(decimal))
        ? created({ promotion: Number(decimal) })
        : badField("/promotion"),
  },
  {
    pointer: "/locations/0/lat",
    member: (literal) => `"locations":[{"lat":${literal},"lng":0}]`,
    // Of any precision, so long as it is a number.
    expected: (_decimal, literal) =>
      isNumber(literal) && Math.abs(Number(literal)) <= 90 ? created() : badField("/locations/0/lat"),
  },
  {
    pointer: "/compensation/0/min",
    member: (literal) => `"compensation":[{"min":${literal},"currency":"EUR","unit":"year"}]`,
    expected: (decimal) => (within(0, 1e15, decimal) ? created() : badField("/compensation/0/min")),
  },
  {
    pointer: "/compensation/0/max",
    member: (literal) => `"compensation":[{"max":${literal},"currency":"EUR","unit":"hour"}]`,
    expected: (decimal) => (within(0, 1e15, decimal) ? created() : badField("/compensation/0/max")),
  },
  {
    pointer: "/numbers/n",
    member: (literal) => `"numbers":{"n":${literal}}`,
    expected: (decimal) => (decimal === undefined ? badField("/numbers/n") : created({ numbers: { n: decimal } })),
  },
];

const literals: readonly HostileCase[] = FIELDS.flatMap(({ pointer, member, expected }) =>
  LITERALS.map(([literal, decimal]) =>
    fixed(
      `${literal} in ${pointer}`,
      send("POST", "/v1/listings", `{${member(literal)},${REST}`, JSON_TYPE),
      expected(decimal, literal),
    ),
  ),
);

const pay = (name: string, compensation: Readonly<Record<string, unknown>>, expected: Expected) =>
  fixed(name, sendJson("POST", "/v1/listings", { ...LISTING, compensation: [compensation] }), expected);

const CURRENCIES = [
  "usd",
  "Usd",
  "US",
  "USDD",
  "XXX",
  "XTS",
  "XAU",
  "$",
  "₿",
  "BTC",
  "",
  " EUR",
  "EUR\n",
  "ЕUR",
  "toString",
  978,
  true,
  ["EUR"],
];
const UNITS = ["fortnight", "YEAR", "yearly", "", "hour ", 1, null, ["year"], "constructor"];

const money: readonly HostileCase[] = [
  ...CURRENCIES.map((currency) =>
    pay(
      `the currency ${JSON.stringify(currency)}`,
      { min: 1, currency, unit: "year" },
      badField("/compensation/0/currency"),
    ),
  ),
  ...UNITS.map((unit) =>
    pay(`the unit ${JSON.stringify(unit)}`, { min: 1, currency: "EUR", unit }, badField("/compensation/0/unit")),
  ),
  pay("a minimum without a currency", { min: 1, unit: "year" }, badField("/compensation/0/currency")),
  pay("a maximum without a unit", { max: 1, currency: "EUR" }, badField("/compensation/0/unit")),
  pay(
    "a minimum above the maximum",
    { min: "2", max: 1, currency: "EUR", unit: "year" },
    badField("/compensation/0/max"),
  ),
  pay("9 above 10 by letters", { min: "9", max: "10", currency: "EUR", unit: "year" }, created()),
  pay("a currency alone", { currency: "EUR", unit: "year" }, badField("/compensation/0")),
  pay("a label alone", { label: "good" }, badField("/compensation/0")),
  pay("nothing", {}, badField("/compensation/0")),
  pay("a yen's sen", { min: "1.005", currency: "JPY", unit: "year" }, created()),
  pay("six places", { min: "0.000001", max: "0.000002", currency: "EUR", unit: "hour" }, created()),
  pay("seven places", { min: "0.0000001", currency: "EUR", unit: "hour" }, badField("/compensation/0/min")),
  fixed(
    "eleven of them",
    sendJson("POST", "/v1/listings", { ...LISTING, compensation: Array(11).fill({ raw: "a" }) }),
    badField("/compensation"),
  ),
  fixed(
    "lat without lng",
    sendJson("POST", "/v1/listings", { ...LISTING, locations: [{ lat: 1 }] }),
    badField("/locations/0"),
  ),
  fixed(
    "lng of 180.0001",
    sendJson("POST", "/v1/listings", { ...LISTING, locations: [{ lat: 1, lng: 180.0001 }] }),
    badField("/locations/0/lng"),
  ),
];

export const cases: readonly HostileCase[] = [...literals, ...money];
