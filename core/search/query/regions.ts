/**
 * In which parts of the world a country is, for "location:europe" and "remote EMEA". Continents are those of the UN
 * (standard country or area codes for statistical use, M49), but Cyprus and Kosovo are with Europe; the others are what
 * employers mean by the word. A change of the tables changes what a snapshot holds: it needs a new `ENGINE_VERSION`.
 */
import { COUNTRY_NAMES } from "./country-names.ts";

/** The members since 2020. */
const EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
const EUROPE = `${EU} AD AL AX BA BY CH FO GB GG GI IM IS JE LI MC MD ME MK NO RS RU SJ SM UA VA XK`;
const NORTH_AFRICA = "DZ EG LY MA TN";
const AFRICA =
  `${NORTH_AFRICA} AO BF BI BJ BW CD CF CG CI CM CV DJ EH ER ET GA GH GM GN GQ GW IO KE KM LR LS MG ML MR MU MW MZ NA NE ` +
  "NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TZ UG YT ZA ZM ZW";
const WEST_ASIA = "AE BH IL IQ IR JO KW LB OM PS QA SA SY YE";
/** Egypt and Turkey are counted to it by most. */
const MIDDLE_EAST = `${WEST_ASIA} EG TR`;
const SOUTHEAST_ASIA = "BN ID KH LA MM MY PH SG TH TL VN";
const EAST_ASIA = "CN HK JP KP KR MN MO TW";
const SOUTH_ASIA = "AF BD BT IN LK MV NP PK";
const ASIA = `${WEST_ASIA} ${SOUTHEAST_ASIA} ${EAST_ASIA} ${SOUTH_ASIA} AM AZ GE KG KZ TJ TM TR UZ`;
const OCEANIA = "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS";
const CENTRAL_AMERICA = "BZ CR GT HN NI PA SV";
const SOUTH_AMERICA = "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE";
const CARIBBEAN = "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI";
/** The mainland south of the United States, and the islands where Spanish, Portuguese or French is spoken. */
const LATIN_AMERICA = `MX ${CENTRAL_AMERICA} AR BO BR CL CO EC GF GY PE PY SR UY VE BL CU DO GP HT MF MQ PR`;
const NORTH_AMERICA = "BM CA GL MX PM US";

/** In the order in which they are given. */
const REGIONS: readonly (readonly [name: string, countries: string])[] = [
  ["Europe", EUROPE],
  ["EU", EU],
  ["EMEA", `${EUROPE} ${MIDDLE_EAST} ${AFRICA}`],
  ["DACH", "AT CH DE"],
  ["Benelux", "BE LU NL"],
  ["Nordics", "AX DK FI FO GL IS NO SE"],
  ["Scandinavia", "DK NO SE"],
  ["Baltics", "EE LT LV"],
  ["Iberia", "ES PT"],
  ["North America", NORTH_AMERICA],
  ["Central America", CENTRAL_AMERICA],
  ["South America", SOUTH_AMERICA],
  ["Caribbean", CARIBBEAN],
  ["Latin America", LATIN_AMERICA],
  ["LATAM", LATIN_AMERICA],
  ["Americas", `${NORTH_AMERICA} ${CENTRAL_AMERICA} ${CARIBBEAN} ${SOUTH_AMERICA}`],
  ["APAC", `${EAST_ASIA} ${SOUTHEAST_ASIA} ${SOUTH_ASIA} ${OCEANIA}`],
  ["Asia", ASIA],
  ["Southeast Asia", SOUTHEAST_ASIA],
  ["Middle East", MIDDLE_EAST],
  ["MENA", `${WEST_ASIA} ${NORTH_AFRICA}`],
  ["Africa", AFRICA],
  ["Oceania", OCEANIA],
];

const words = readRegions();

/** English names of a country (ISO 3166-1 alpha-2, upper case), then of its regions; none for a code that is no country. */
export function regionWords(country: string): readonly string[] {
  return words.get(country) ?? [];
}

function readRegions(): ReadonlyMap<string, readonly string[]> {
  const found = new Map([...COUNTRY_NAMES].map(([code, names]) => [code, [...names]]));
  for (const [name, countries] of REGIONS) {
    for (const code of new Set(countries.split(" "))) found.get(code)?.push(name);
  }
  return found;
}
