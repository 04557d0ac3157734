/**
 * What the generated listings are written with: common English and job words by their approximate rank, names of
 * technologies, stock phrases, and behind them an endless synthetic vocabulary. Nothing is taken from real listings.
 */

/** By rank, the most frequent first: function words, then words that job postings share. */
export const COMMON: readonly string[] =
  `the and to of a you in for our we with is are on as will your be that work at or have this an team all experience
  from by we're who can about their it not more what us they its if has other role working new company skills these
  any management time out across business help including development support do into one also so years product people
  how most build up environment make through well when data over which some strong ability using within design building
  customers high world based best opportunity great technology need like use both tools every part technical software
  remote requirements services looking process join office teams platform get communication position apply growing need
  where provide job must benefits knowledge global create first full develop each projects customer offer than between
  understanding responsibilities engineering application solutions success required quality take excellent own mission
  improve such learn responsible ensure able flexible want may no day fast value systems security degree market them
  processes growth drive deliver industry industries users believe equal key driven maintain while operations employees
  good performance status web lead closely written salary needs hours understand members culture home person insurance
  paid health clients passionate way related competitive equivalent manage features identify better internal impact
  someone analysis project level small complex review don't year problems professional organization only gender age
  life during diverse preferred highly start large next open core disability race code everyone future plan because
  before down too sexual orientation religion national origin veteran marital protected consideration applicants
  qualified regard receive employment without would collaborate stakeholders technologies strategy leadership innovation
  inclusive diversity startup community content practices goals feedback ideas analytics cloud infrastructure sales
  marketing onboarding candidates interview hiring vacation budget equity pension mentoring training degree bachelor`
    .split(/\s+/)
    .filter((word, i, all) => all.indexOf(word) === i);

/** As they are written; the more common first. */
export const TECHNOLOGIES: readonly string[] =
  `JavaScript Python AWS SQL React TypeScript Java Docker Kubernetes Git Linux Node.js Go PostgreSQL Ruby C++ HTML CSS
  Terraform PHP Azure GCP Redis Kafka Rails GraphQL Angular Vue.js MySQL MongoDB Kotlin Swift Scala Rust Django Spark
  Jenkins Ansible C# .NET Elasticsearch Figma Salesforce Jira Tableau Snowflake Airflow TensorFlow PyTorch Flutter
  Laravel Elixir Flask Spring Hadoop RabbitMQ Nginx Prometheus Grafana Helm Istio Datadog Sentry Cassandra DynamoDB
  Firebase Redux Webpack Svelte Unity Unreal Photoshop Illustrator Sketch HubSpot Zendesk WordPress Shopify Excel SAP
  Looker Metabase Selenium Cypress Playwright Puppet Chef Vault Consul ClickHouse BigQuery Redshift Databricks Perl Bash`.split(
    /\s+/,
  );

/** Word sequences that postings share, so that phrases can be asked for. The first is met the most. */
export const PHRASES: readonly string[] = [
  "years of experience",
  "we are looking for",
  "you will be responsible for",
  "equal opportunity employer",
  "as part of the team",
  "ability to work",
  "communication skills",
  "work closely with",
  "machine learning",
  "computer science",
  "best practices",
  "fast paced environment",
  "remote first company",
  "attention to detail",
  "health insurance",
  "open source",
  "problem solving",
  "paid time off",
  "data driven",
  "continuous integration",
  "code review",
  "project management",
  "user experience",
  "distributed systems",
  "customer success",
  "unit tests",
  "quality assurance",
  "professional development",
  "stock options",
  "flexible working hours",
  "large scale systems",
  "go to market",
  "version control",
  "on call rotation",
  "home office budget",
  "learning and development",
  "incident response",
  "natural language processing",
  "search engine optimization",
  "stakeholder management",
];

export interface Family {
  /** Says what the job is, without a level. */
  readonly titles: readonly string[];
  readonly category: string;
  /** What its texts speak of more than others do, and its usual tags. */
  readonly words: readonly string[];
}

const family = (category: string, titles: string, words: string): Family => ({
  category,
  titles: titles.split(", "),
  words: words.split(" "),
});

/** The more common first. */
export const FAMILIES: readonly Family[] = [
  family(
    "engineering",
    "Backend Engineer, Backend Developer, Software Engineer Backend, Platform Engineer, API Engineer",
    "backend engineer services apis scalable databases microservices latency testing architecture go java sql kubernetes",
  ),
  family(
    "engineering",
    "Frontend Engineer, Frontend Developer, Full-Stack Engineer, Full-Stack Developer, Web Developer",
    "frontend engineer browser components accessibility responsive javascript typescript react css html design testing",
  ),
  family(
    "product",
    "Product Manager, Technical Product Manager, Product Owner, Growth Product Manager",
    "roadmap product discovery prioritization stakeholders metrics experiments launch agile management engineers",
  ),
  family(
    "engineering",
    "Software Engineer, Software Developer, Software Architect, Engineering Manager, Embedded Software Engineer",
    "engineer software architecture algorithms debugging testing releases java rust linux git scrum engineers",
  ),
  family(
    "data",
    "Data Engineer, Data Scientist, Data Analyst, Analytics Engineer, Machine Learning Engineer",
    "data engineer pipelines warehouse models statistics dashboards python sql spark airflow experiments insights",
  ),
  family(
    "marketing",
    "Marketing Manager, Content Marketing Manager, Growth Marketer, SEO Specialist, Social Media Manager",
    "marketing campaigns content brand channels audience seo newsletter socialmedia branding conversion copy",
  ),
  family(
    "sales",
    "Account Executive, Sales Development Representative, Sales Manager, Account Manager, Solutions Consultant",
    "sales pipeline quota prospects negotiation crm accounts revenue salesforce territory closing",
  ),
  family(
    "operations",
    "Site Reliability Engineer, DevOps Engineer, Cloud Engineer, Infrastructure Engineer, Systems Administrator",
    "engineer reliability incidents monitoring automation deployment kubernetes terraform aws docker linux scaling",
  ),
  family(
    "design",
    "Product Designer, UX Designer, UI Designer, UX Researcher, Graphic Designer, Brand Designer",
    "design designer prototypes wireframes research usability figma sketch visual typography branding",
  ),
  family(
    "support",
    "Customer Success Manager, Customer Support Specialist, Technical Support Engineer, Community Manager",
    "support customer tickets onboarding retention zendesk empathy escalations renewals documentation",
  ),
  family(
    "engineering",
    "iOS Engineer, Android Engineer, Mobile Developer, React Native Developer",
    "mobile ios android engineer swift kotlin apps releases store offline sdk gestures",
  ),
  family(
    "people",
    "Technical Recruiter, People Operations Manager, HR Business Partner, Talent Sourcer",
    "recruiting talent sourcing candidates interviews people hr onboarding compensation culture",
  ),
  family(
    "finance",
    "Financial Analyst, Accountant, Finance Manager, Payroll Specialist, Controller",
    "finance accounting forecasting budgets audit reporting excel payroll tax invoices ledger",
  ),
  family(
    "quality",
    "QA Engineer, Test Automation Engineer, Quality Assurance Analyst",
    "testing quality automation regression engineer selenium cypress defects coverage cases",
  ),
  family(
    "security",
    "Security Engineer, Application Security Engineer, Security Analyst, Compliance Manager",
    "security engineer threats vulnerabilities compliance encryption audits incident identity risk",
  ),
  family(
    "operations",
    "Project Manager, Program Manager, Operations Manager, Executive Assistant, Office Manager",
    "project operations planning schedules vendors coordination logistics budgets meetings scrum",
  ),
  family(
    "blockchain",
    "Blockchain Engineer, Solidity Developer, Protocol Engineer",
    "blockchain engineer protocol consensus wallets contracts cryptography rust tokens ledger",
  ),
  family(
    "writing",
    "Technical Writer, Copywriter, Translator, Content Strategist",
    "writing documentation editing translation style grammar content guides english tutorials",
  ),
];

export const TAGS: readonly string[] =
  `management design/ux marketing office operations css analysis english content javascript sales aws branding react
  optimization python finance git windows html socialmedia scrum monitoring kubernetes docker java postgresql golang ruby
  linux typescript nodejs android rest translation ios rails analytics wordpress php figma terraform crm azure macos jira
  photoshop angular redis german hr rust kotlin gcp c++ swift spring security unity vuejs ansible django mongodb`.split(
    /\s+/,
  );

const ONSETS = "b br c cl d dr f fl g gr h j k l m n p pl pr r s sk st sh t tr v w y z".split(" ");
const VOWELS = "aeiou";
const SYLLABLES = ONSETS.length * VOWELS.length;
/** A root and its inflections, as real vocabularies have them: what a prefix then expands to. */
const ENDINGS = ["", "s", "ning", "ner"];
/** Spreads neighbours in rank over the alphabet; prime to the number of roots of two and of three syllables. */
const SPREAD = 7_919;

/** A made-up word for each number from 0; no two are equal. Words of low numbers, the frequent ones, are shorter. */
export function syntheticWord(number: number): string {
  const root = Math.floor(number / ENDINGS.length);
  const short = SYLLABLES ** 2;
  const isShort = root < short;
  const roots = isShort ? short : SYLLABLES ** 3;
  let rest = ((isShort ? root : root - short) * SPREAD) % roots;
  let word = "";
  for (let i = isShort ? 2 : 3; i > 0; i--) {
    const syllable = rest % SYLLABLES;
    word += `${ONSETS[Math.floor(syllable / VOWELS.length)]}${VOWELS[syllable % VOWELS.length]}`;
    rest = Math.floor(rest / SYLLABLES);
  }
  return `${word}${ENDINGS[number % ENDINGS.length]}`;
}
