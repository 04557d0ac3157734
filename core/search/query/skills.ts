/**
 * Words that name a language, a tool or a trade by themselves, as the tokenizer writes them. They are whole words: "java"
 * is not the beginning of "javascript", and "go" is not "goo" misspelt. Left out are names that are words of every other
 * posting (Word, Access, Express, Chef, Less, Windows): whoever types those may mean a longer one.
 */
export const KNOWN_SKILLS: ReadonlySet<string> = new Set(
  // Languages.
  (
    "c c++ c# f# go golang r rust ruby python java javascript js typescript ts php perl scala kotlin swift dart lua julia " +
    "haskell erlang elixir clojure ocaml lisp fortran cobol ada matlab sas abap vba vbnet groovy solidity bash " +
    "powershell objectivec csharp cpp fsharp sql nosql plsql tsql graphql html html5 css css3 sass xml json " +
    "yaml verilog vhdl wasm " +
    // Frameworks and libraries.
    ".net dotnet aspnet node nodejs react reactjs vue vuejs angular angularjs svelte nextjs " +
    "nuxt nestjs jquery django flask fastapi rails laravel symfony spring springboot flutter pytorch tensorflow keras pandas " +
    "numpy spark pyspark hadoop kafka unity opencv qt " +
    // Systems, clouds, data stores.
    "linux unix ios android macos aws gcp azure k8s kubernetes docker terraform ansible jenkins puppet git github gitlab " +
    "mysql postgres postgresql mongodb redis sqlite mssql elasticsearch cassandra snowflake airflow dbt " +
    // Tools.
    "jira excel tableau powerbi looker figma photoshop illustrator indesign autocad solidworks revit sap spss salesforce " +
    "hubspot zendesk shopify wordpress drupal magento selenium cypress plc cad cnc " +
    // Trades that are written in a few letters.
    "ai ml nlp llm qa ux ui uiux bi hr pr seo sre crm erp etl cicd devops fpga"
  ).split(" "),
);

/** By its term: of "Node.js" it is `nodejs`. */
export function isKnownSkill(term: string): boolean {
  return KNOWN_SKILLS.has(term);
}
