/**
 * Names that mean the same thing, and nothing that is merely near: AngularJS is not Angular, an internship no intern, and
 * "remote" a place as much as a way. Spellings are as the tokenizer writes terms; names of several words are found beside
 * each other, and lead nowhere by themselves, since a query of two words is two clauses. A change of the table changes
 * answers: it needs a new `ENGINE_VERSION`.
 */
import type { FormTerm, Leaf, Scope } from "./query.ts";

const GROUPS = `
  k8s, kubernetes
  js, javascript, ecmascript
  ts, typescript
  go, golang
  c#, csharp
  c++, cpp, cplusplus
  f#, fsharp
  .net, dotnet, dot net
  netcore, dotnetcore, .net core
  objectivec, objc, objective c
  vbnet, visual basic .net
  react, reactjs
  vue, vuejs
  node, nodejs
  svelte, sveltejs
  nuxt, nuxtjs
  ember, emberjs
  express, expressjs
  d3, d3js
  tailwind, tailwindcss
  rails, ror, rubyonrails, ruby on rails
  springboot, spring boot
  wasm, webassembly
  html, html5
  css, css3
  postgres, postgresql, pgsql
  mongo, mongodb
  mssql, sqlserver, sql server, ms sql
  tsql, transact sql
  elasticsearch, elastic search
  bigquery, big query
  powerbi, power bi
  sklearn, scikitlearn, scikit learn
  protobuf, protobufs, protocol buffers
  aws, amazon web services
  gcp, googlecloud, google cloud
  rhel, red hat enterprise linux
  macos, osx, mac os, os x
  vscode, visual studio code
  s4hana, 4hana
  cicd, ci cd
  iac, infrastructure as code
  sre, site reliability engineer, site reliability engineering
  devops, dev ops
  mlops, ml ops
  tdd, test driven development
  oop, object oriented programming
  iot, internet of things
  sso, single sign on
  iam, identity and access management
  saas, software as a service
  etl, extract transform load
  erp, enterprise resource planning
  crm, customer relationship management
  rpa, robotic process automation
  ai, artificial intelligence
  ml, machinelearning, machine learning
  genai, generative ai
  llm, llms, large language model, large language models
  nlp, natural language processing
  cad, computer aided design
  gis, geographic information system, geographic information systems
  frontend, front end
  backend, back end
  fullstack, full stack
  ui, user interface
  ux, user experience
  uiux, ui ux
  qa, quality assurance
  r&d, research and development, research development
  m&a, mergers and acquisitions, mergers acquisitions
  fp&a, financial planning and analysis, financial planning analysis
  hr, human resources
  seo, search engine optimization, search engine optimisation
  kyc, know your customer
  infosec, information security
  cybersecurity, cyber security
  ecommerce, e commerce
  email, e mail
  healthcare, health care
  childcare, child care
  nonprofit, non profit
  fulltime, full time
  parttime, part time
  onsite, on site
  wfh, work from home
  sr, snr, senior
  jr, jnr, junior
  mgr, manager
  dev, developer
  swe, software engineer
  dba, database administrator
  sysadmin, system administrator, systems administrator
  vp, vice president
  svp, senior vice president
  ceo, chief executive officer
  cto, chief technology officer
  cfo, chief financial officer
  coo, chief operating officer
  cmo, chief marketing officer
  ciso, chief information security officer
  sdr, sales development representative
  bdr, business development representative
  cpa, certified public accountant
  rn, registered nurse
  lpn, licensed practical nurse
  cna, certified nursing assistant
  hgv, heavy goods vehicle
  nyc, new york city
  centre, center
  theatre, theater
  defence, defense
  labour, labor
  behaviour, behavior
  behavioural, behavioral
  counsellor, counselor
  counselling, counseling
  paediatric, pediatric
  paediatrics, pediatrics
  paediatrician, pediatrician
  orthopaedic, orthopedic
  jewellery, jewelry
  modelling, modeling
  organisation, organization
  optimisation, optimization
  localisation, localization
  visualisation, visualization
`;

/**
 * Names that are also something else: reached from another name of their group, they are only looked for where a listing
 * says what it is about. "Go" is a verb in most descriptions, TS a clearance, a node a machine, and a dev environment no
 * developer.
 */
const ONLY_IN: Readonly<Record<string, readonly Scope[]>> = {
  go: ["title", "tag", "skill"],
  react: ["title", "tag", "skill"],
  vue: ["title", "tag", "skill"],
  rails: ["title", "tag", "skill"],
  ts: ["tag", "skill"],
  node: ["tag", "skill"],
  svelte: ["title", "tag", "skill"],
  ember: ["tag", "skill"],
  express: ["tag", "skill"],
  mongo: ["title", "tag", "skill"],
  dev: ["title", "tag"],
};

type Name = readonly FormTerm[];

export const SYNONYM_GROUPS: readonly (readonly Name[])[] = GROUPS.trim()
  .split("\n")
  .map((line) =>
    line
      .trim()
      .split(", ")
      .map((name) => name.split(" ").map((term, at) => ({ term, at }))),
  );

const namesOf = namesByTerm();

/**
 * Other names of what a leaf asks for, as forms; none for a phrase, which is meant as it is. A term has a scope if it is
 * such a name only there and the leaf has none.
 */
export function synonymsOf({ isPhrase, scope, forms }: Leaf): readonly Name[] {
  const [typed, second] = forms[0] ?? [];
  if (isPhrase || typed === undefined || second !== undefined) return [];
  const names = namesOf.get(typed.term) ?? [];
  // "full-stack" is met by both words anywhere, so beside each other too.
  const asked = new Set(forms.map(wordsIn));
  return names.filter((name) => !asked.has(wordsIn(name))).flatMap((name) => placedNames(name, scope));
}

function wordsIn(name: Name): string {
  return name.map(({ term }) => term).join(" ");
}

function placedNames(name: Name, scope: Scope | undefined): readonly Name[] {
  const scopes = ONLY_IN[name[0]?.term ?? ""];
  if (name.length > 1 || scopes === undefined) return [name];
  if (scope !== undefined) return scopes.includes(scope) ? [name] : [];
  return scopes.map((only) => name.map((term) => ({ ...term, scope: only })));
}

/** The group of every name of one word. */
function namesByTerm(): ReadonlyMap<string, readonly Name[]> {
  const names = new Map<string, readonly Name[]>();
  for (const group of SYNONYM_GROUPS) {
    for (const [first, second] of group) if (first !== undefined && second === undefined) names.set(first.term, group);
  }
  return names;
}
