/** Companies and places that never were, in countries that are. */
import type { Place } from "../../core/listing/content.ts";
import { zipf } from "./distribution.ts";
import { syntheticWord } from "./words.ts";

const COUNTRIES: readonly (readonly [code: string, name: string, lat: number, lng: number])[] = [
  ["US", "United States", 39, -98],
  ["GB", "United Kingdom", 53, -2],
  ["DE", "Germany", 51, 10],
  ["CA", "Canada", 50, -97],
  ["FR", "France", 47, 2],
  ["ES", "Spain", 40, -4],
  ["NL", "Netherlands", 52, 5],
  ["IN", "India", 21, 78],
  ["PL", "Poland", 52, 19],
  ["BR", "Brazil", -12, -52],
  ["AU", "Australia", -27, 140],
  ["SE", "Sweden", 60, 15],
  ["CH", "Switzerland", 47, 8],
  ["PT", "Portugal", 39, -8],
  ["IE", "Ireland", 53, -8],
  ["IT", "Italy", 43, 12],
  ["SG", "Singapore", 1, 104],
  ["JP", "Japan", 36, 138],
  ["RO", "Romania", 46, 25],
  ["MX", "Mexico", 23, -102],
];
const CITIES = 2_000;
const COMPANIES = 8_000;
/** Synthetic words from here on are names, which texts then seldom use. */
const FIRST_NAME = 200_000;
const ACCENTS: Readonly<Record<string, string>> = { a: "ã", e: "é", i: "í", o: "ø", u: "ü" };
const SUFFIXES = ["", "", "", " Inc.", " GmbH", " Labs", " Ltd", " AG"];

/** The largest company of 220 has 48 of 993 real listings. */
const companies = zipf(COMPANIES, 0.8);
const cities = zipf(CITIES, 0.95);

export function companyName(random: () => number): string {
  const number = companies.draw(random());
  return `${capital(syntheticWord(FIRST_NAME + 4 * number))}${SUFFIXES[number % SUFFIXES.length]}`;
}

/** Where a real listing's place is free text, it is mostly the word remote. */
export function placesOf(random: () => number, isRemote: boolean): Place[] {
  if (isRemote && random() < 0.6) return [{ raw: random() < 0.8 ? "Remote" : "Anywhere" }];
  const count = random() < 0.88 ? 1 : 2 + Math.floor(random() * 2);
  const numbers = new Set(Array.from({ length: count }, () => cities.draw(random())));
  return [...numbers].map((number) => placeOf(number, random));
}

function placeOf(number: number, random: () => number): Place {
  const [code, country, lat, lng] = COUNTRIES[number % 7 === 0 ? 0 : (number * 13) % COUNTRIES.length] ?? [
    "US",
    "",
    0,
    0,
  ];
  const city = cityName(number);
  const style = random();
  if (style < 0.25) return { raw: `${city}, ${country}`, city, country: code };
  const region = capital(syntheticWord(FIRST_NAME + 4 * (COMPANIES + CITIES + (number % 150))));
  if (style < 0.6) return { raw: `${city}, ${region}, ${country}`, city, region, country: code };
  const offset = (factor: number) => ((number * factor) % 800) / 100 - 4;
  return { city, region, country: code, lat: rounded(lat + offset(37)), lng: rounded(lng + offset(101)) };
}

function cityName(number: number): string {
  const word = syntheticWord(FIRST_NAME + 4 * (COMPANIES + number));
  const last = word.at(-1) ?? "";
  return capital(number % 6 === 0 ? `${word.slice(0, -1)}${ACCENTS[last] ?? last}` : word);
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e4) / 1e4;
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
