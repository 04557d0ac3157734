/**
 * The listings that the series imports: made here, the same in every run but for dates near now. Every one says when it was
 * posted, so that no order among them depends on the millisecond in which a row was written.
 */
import type { Calendar } from "./calendar.ts";

export interface Row {
  readonly [field: string]: unknown;
  readonly source: {
    readonly name: string;
    readonly externalId: string;
    readonly hubUrl?: string;
    readonly url?: string;
  };
}

/** For a fixed instant far from any run's now: `visibleUntil` and the like are then the same text in every run. */
const FAR_AHEAD = "2099-06-30";

/** The 36 of the first import, source `feed`. */
export function feedRows(dates: Calendar): readonly Row[] {
  const special = specialRows(dates);
  const more = Array.from({ length: 36 - special.length }, (_, i) => ordinaryRow(i, dates));
  return [...special, ...more].map((fields, i) => ({
    ...fields,
    source: {
      name: "feed",
      externalId: `feed-${i}`,
      ...(i % 5 === 0 ? { hubUrl: `https://hub.example.com/${i}` } : {}),
    },
  }));
}

/** The 24 of the second import; they leave it to the import to name their source. */
export function boardRows(dates: Calendar): readonly { readonly [field: string]: unknown }[] {
  return Array.from({ length: 24 }, (_, i) => ({
    ...ordinaryRow(i + 40, dates),
    source: { externalId: `b/${i}?x=c++&y=${i % 2 === 0 ? "é" : "%2F"}` },
  }));
}

/** Source `places`: where they are is known, and the first three are near duplicates, though one is another requisition. */
export function placedRows(dates: Calendar): readonly Row[] {
  const text =
    "Bind bouquets, dress windows and talk to people who are glad, sad or late. You know four hundred flowers by name, " +
    "and which of them last a week. We open at eight, close at six, and nobody works on two Sundays in a row.";
  const florist = {
    title: "Florist",
    company: { name: "Petal & Stem" },
    description: { format: "text", value: text },
    compensation: [{ currency: "EUR", min: 2_600, max: 3_100, unit: "month" }],
  };
  const [berlin, potsdam, munich] = [
    { raw: "Berlin", city: "Berlin", country: "DE", lat: 52.52, lng: 13.405 },
    { raw: "Potsdam", city: "Potsdam", country: "DE", lat: 52.3906, lng: 13.0645 },
    { raw: "Munich", city: "Munich", country: "DE", lat: 48.1374, lng: 11.5755 },
  ];
  const rows = [
    { ...florist, locations: [berlin] },
    { ...florist, locations: [potsdam], description: { format: "text", value: `${text} Apply today.` } },
    { ...florist, locations: [munich], requisitionId: "P-3" },
    { ...florist, title: "Florist's van driver", locations: [munich, berlin], compensation: [] },
    {
      ...florist,
      title: "Florist in the underground",
      compensation: [{ currency: "EUR", min: 15.5, max: 18, unit: "hour" }],
    },
    { ...florist, company: { name: "Thorn & Sons" }, locations: [potsdam], promotion: 100 },
  ];
  return rows.map((fields, i) => ({
    ...fields,
    datePosted: dates.hoursAgo(30 + i),
    source: { name: "places", externalId: `p-${i}` },
  }));
}

function specialRows(dates: Calendar): readonly { readonly [field: string]: unknown }[] {
  const at = (hours: number) => ({ datePosted: dates.hoursAgo(hours) });
  return [
    {
      ...at(2),
      title: "Senior C++ Engineer (Rendering)",
      company: {
        name: "Emberlight Games",
        website: "https://emberlight.example.com/",
        logoUrl: "https://emberlight.example.com/logo.png",
      },
      description: {
        format: "html",
        value:
          "<h2>What you do</h2><p>Write <b>C++</b> and &lt;templates&gt;, not C# &amp; Java.</p><script>alert(1)</script>",
      },
      locations: [
        { raw: "Berlin, Germany", city: "Berlin", region: "Berlin", country: "DE", lat: 52.52, lng: 13.405 },
        { raw: "Paris", city: "Paris", country: "FR", lat: 48.8566, lng: 2.3522 },
      ],
      workplaceType: "hybrid",
      employmentTypes: ["full_time", "contractor"],
      seniority: "senior",
      category: "Software",
      language: "en-GB",
      tags: ["C++", "graphics", "c++", "Vulkan"],
      skills: ["C++", "Vulkan", "GLSL"],
      compensation: [{ label: "Base", currency: "EUR", min: "80000", max: 120000.5, unit: "year" }],
      apply: {
        url: "https://emberlight.example.com/apply?id=1&x=%2F",
        email: "jobs@emberlight.example.com",
        direct: true,
      },
      url: "https://emberlight.example.com/jobs/1",
      promotion: 50,
      timeZone: "Europe/Berlin",
      validThrough: FAR_AHEAD,
      requisitionId: "REQ-001/é",
      attributes: { team: ["engine", "Tools"], visa_sponsorship: ["yes"] },
      numbers: { team_size: "12", rating: 4.5 },
      extra: { "x-internal": { note: null, list: [1, "two", false], "": "empty key" }, frontMatterLess: true },
      summary: "Light a world that players can set on fire.",
    },
    {
      ...at(3),
      title: ".NET Developer",
      company: { name: "Halden Insurance" },
      description: { format: "markdown", value: "# .NET at Halden\n\n- ASP.NET Core\n- net salary, not gross\n\n\n" },
      locations: [{ city: "Oslo", country: "NO" }],
      workplaceType: "onsite",
      employmentTypes: ["full_time"],
      seniority: "mid",
      category: "software",
      language: "no",
      tags: [".net", "azure"],
      skills: [".NET", "C#", "Azure"],
      compensation: [{ raw: "competitive" }],
    },
    {
      ...at(5),
      title: "Node.js Developer",
      company: { name: "Inkwell Press" },
      description: { format: "text", value: "We use Node.js, TypeScript and CI/CD.\r\nNo Java; some JavaScript." },
      applicantLocations: [
        { type: "country", name: "Poland", code: "PL" },
        { type: "city", name: "Kraków" },
      ],
      workplaceType: "remote",
      tags: ["nodejs", "Node.js", "remote"],
      skills: ["Node.js", "TypeScript"],
      compensation: [{ currency: "PLN", min: "18000", unit: "month" }],
    },
    {
      ...at(8),
      title: "フロントエンドエンジニア",
      company: { name: "東京電子工業" },
      description: { format: "text", value: "東京で働くエンジニアを募集しています。" },
      locations: [{ raw: "東京都", country: "JP" }],
      language: "ja",
      tags: ["東京", "エンジニア"],
      workplaceType: "onsite",
    },
    {
      ...at(11),
      title: "Бухгалтер",
      company: { name: "ООО «Ромашка»" },
      description: { format: "text", value: "Ищем бухгалтера в Москве: ёлка, йод." },
      locations: [{ raw: "Москва", city: "Москва", country: "RU" }],
      language: "ru",
      tags: ["бухгалтерия"],
      workplaceType: "hybrid",
    },
    {
      ...at(13),
      title: "مهندس برمجيات",
      company: { name: "شركة المستقبل" },
      description: { format: "text", value: "نبحث عن مهندس" },
      locations: [{ raw: "دبي", country: "AE" }],
      language: "ar",
      tags: ["هندسة"],
    },
    {
      ...at(17),
      title: "Küchenchef:in 👩🏽‍🍳",
      company: { name: "Straße & Söhne" },
      description: { format: "markdown", value: "Große Küche, naïve Gäste, œuvre.\u00a0Ende" },
      locations: [{ raw: "München", city: "München", country: "DE" }],
      language: "de",
      tags: ["Küche", "gastronomie"],
      employmentTypes: ["part_time", "temporary"],
    },
    { ...at(20), title: "Draft without a company", state: "draft", company: { name: "Secret Ltd" }, tags: ["secret"] },
    {
      ...at(23),
      title: "Scheduled for 2098",
      company: { name: "Later Ltd" },
      publishAt: "2098-01-01",
      timeZone: "America/New_York",
      tags: ["later"],
    },
    {
      datePosted: "2024-01-02",
      title: "Expired long ago",
      company: { name: "Past Ltd" },
      // Not so long ago that maintenance may already delete it.
      validThrough: dates.hoursAgo(960),
      tags: ["past"],
    },
    { ...at(27), title: "Paused", company: { name: "Paused Ltd" }, state: "paused", tags: ["go"] },
    { ...at(31), title: "Filled", company: { name: "Filled Ltd" }, state: "filled", tags: ["go"] },
    { ...at(34), title: "Archived", company: { name: "Archived Ltd" }, state: "archived", tags: ["go"] },
    {
      datePosted: "2023-05-06T07:08:09.123456+02:00",
      title: "An instant with an offset",
      company: { name: "Precise Ltd" },
      promotion: -1000,
      tags: ["go"],
      validThrough: "2099-12-31T23:59:59.9Z",
    },
  ];
}

const ROLES = [
  "Backend Engineer",
  "Frontend Engineer",
  "Data Engineer",
  "Product Manager",
  "Designer",
  "Site Reliability Engineer",
  "Support Specialist",
];
const LEVELS = [
  ["Junior ", "entry"],
  ["", "mid"],
  ["Senior ", "senior"],
  ["Lead ", "lead"],
  ["Principal ", "principal"],
] as const;
const COMPANIES = [
  "Acme",
  "acme",
  "Lumen Grid",
  "Tidewater Freight",
  "Kettle & Cloud",
  "Northwind Radio",
  "Café Zürich",
];
const PLACES = [
  { raw: "Berlin, Germany", city: "Berlin", region: "Berlin", country: "DE" },
  { raw: "London", city: "London", region: "England", country: "GB" },
  { raw: "São Paulo", city: "São Paulo", country: "BR" },
  { raw: "New York, NY", city: "New York", region: "NY", country: "US" },
  { raw: "Zürich", city: "Zürich", country: "CH" },
  { raw: "Remote" },
] as const;
const STACKS = [
  ["go", "kubernetes", "aws"],
  ["Go", "gcp"],
  ["typescript", "nodejs", "react"],
  ["python", "sql", "airflow"],
  ["rust", "c++"],
  ["java", "spring"],
  ["javascript", "css"],
  [".net", "c#"],
];
const WORKPLACES = ["onsite", "hybrid", "remote"] as const;
const CURRENCIES = ["EUR", "GBP", "USD"] as const;

/** Steps that have no common divisor with the lengths, so that the values do not fall into pairs. */
function ordinaryRow(i: number, dates: Calendar): { readonly [field: string]: unknown } {
  const of = <T>(items: readonly T[], stride: number): T => items[(i * stride) % items.length] as T;
  const [level, seniority] = of(LEVELS, 3);
  const stack = of(STACKS, 5);
  const title = `${level}${of(ROLES, 2)}`;
  return {
    title,
    company: { name: of(COMPANIES, 3), website: "https://company.example.com/" },
    description: {
      format: "markdown",
      value: `We look for a ${title} who knows ${stack.join(", ")}.\n\n${"We ship every day and answer the phone. ".repeat(1 + (i % 4))}`,
    },
    locations: [of(PLACES, 5)],
    workplaceType: of(WORKPLACES, 2),
    employmentTypes: i % 4 === 0 ? ["contractor"] : ["full_time"],
    seniority,
    category: i % 3 === 0 ? "Design" : "software",
    language: i % 2 === 0 ? "en" : "en-US",
    tags: [...stack, ...(i % 6 === 0 ? ["urgent"] : [])],
    skills: stack,
    ...(i % 3 === 1
      ? {
          compensation: [
            { currency: of(CURRENCIES, 1), min: 40_000 + i * 1_000, max: 60_000 + i * 1_500, unit: "year" },
          ],
        }
      : {}),
    promotion: i % 7 === 0 ? 10 : 0,
    datePosted: dates.hoursAgo(40 + i * 13),
    url: `https://jobs.example.com/${i}`,
    ...(i % 5 === 0 ? { attributes: { office: [i % 2 === 0 ? "north" : "South"] } } : {}),
    ...(i % 4 === 0 ? { numbers: { vacation_days: 20 + (i % 11) } } : {}),
  };
}
