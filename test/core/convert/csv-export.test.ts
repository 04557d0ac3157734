import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRecords } from "../../../core/convert/csv.ts";
import { writeCsv } from "../../../core/convert/csv-export.ts";
import { csvRows, csvTable } from "../../../core/convert/csv-rows.ts";
import { canonicalJson } from "../../../core/listing/canonical.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { bodies, contentOf, ID, recordWith } from "./listing-samples.ts";

const table = (records: readonly ListingRecord[]) => [...writeCsv(records)].join("");

describe("the table of any listings", () => {
  it("is read as the same contents, so that its import changes nothing", () => {
    fc.assert(
      fc.property(fc.array(bodies, { minLength: 1, maxLength: 4 }), (all) => {
        const contents = all.map(contentOf);
        const rows = [...csvRows(csvTable(table(contents.map((content) => recordWith(content)))))];
        expect(rows.map(({ error }) => error)).toEqual(contents.map(() => undefined));
        expect(rows.map(({ body = {} }) => canonicalJson(contentOf(body)))).toEqual(contents.map(canonicalJson));
        expect(rows.every(({ body }) => body?.id === ID)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("has no cell that a spreadsheet would calculate", () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom("=1+1", "+1", "-1", "@x", "＝1"), (body, formula) => {
        const record = recordWith({ ...contentOf(body), title: formula, summary: `\t${formula}`, tags: [formula] });
        const [, values] = [...csvRecords(table([record]), { maxCells: 1_000, maxCellLength: 1_000_000 })];
        for (const cell of values?.cells ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        expect(values?.cells).toContain(`'${formula}`);
      }),
      { numRuns: 200 },
    );
  });

  it("has only the columns that a listing needs, in one order", () => {
    const content = contentOf({
      title: "Keeper",
      company: { name: "Lamp" },
      locations: [
        { city: "Bonn", raw: "Bonn" },
        { lat: -1.5, lng: 2 },
      ],
      attributes: { team: ["a|b", "c"] },
      numbers: { years: "3.0" },
      tags: ["x"],
    });
    expect(table([recordWith(content)])).toBe(
      "\ufeffid,state,title,company.name,tags,promotion,locations.0.raw,locations.0.city,locations.1.lat,locations.1.lng,attributes.team,numbers.years\r\n" +
        `"${ID}","published","Keeper","Lamp","x","0","Bonn","Bonn","'-1.5","2","a\\|b|c","3.0"\r\n`,
    );
    expect(table([])).toBe("\ufeff\r\n");
  });

  it("is refused when it would have more columns than an import takes", () => {
    const records = Array.from({ length: 11 }, (_, n) => {
      const keys = Array.from({ length: 100 }, (_, k) => [`k${n}_${k}`, ["v"]]);
      return recordWith(contentOf({ title: "x", company: { name: "y" }, attributes: Object.fromEntries(keys) }));
    });
    expect(() => table(records)).toThrowError(expect.objectContaining({ code: "too_large" }));
  });
});
