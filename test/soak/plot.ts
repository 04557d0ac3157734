/** The run as a picture: three panels over the same seconds, the faults as bands behind them. */
import { type Befallen, percentile, type Second } from "./series.ts";

const WIDTH = 960;
const LEFT = 64;
const PANEL = 150;
const GAP = 34;
const TOP = 28;

interface Line {
  readonly name: string;
  readonly colour: string;
  /** One for each second; `undefined`: nothing to show there. */
  readonly values: readonly (number | undefined)[];
}

interface Panel {
  readonly title: string;
  readonly isLogarithmic: boolean;
  readonly lines: readonly Line[];
}

export function plot(seconds: readonly Second[], faults: readonly Befallen[]): string {
  const sorted = seconds.map(({ times }) => times.toSorted((a, b) => a - b));
  const quantile = (q: number) => sorted.map((times) => (times.length === 0 ? undefined : percentile(times, q)));
  const count = (is: (status: number) => boolean) =>
    seconds.map(({ statuses }) =>
      Object.entries(statuses).reduce((sum, [status, times]) => sum + (is(Number(status)) ? times : 0), 0),
    );
  const panels: Panel[] = [
    {
      title: "answered after, ms (logarithmic)",
      isLogarithmic: true,
      lines: [
        { name: "p99", colour: "#c2410c", values: quantile(0.99) },
        { name: "p50", colour: "#1d4ed8", values: quantile(0.5) },
      ],
    },
    {
      title: "answers a second",
      isLogarithmic: false,
      lines: [
        { name: "2xx to 4xx", colour: "#15803d", values: count((status) => status > 0 && status < 429) },
        { name: "429, 503, 504", colour: "#c2410c", values: count((status) => status >= 429) },
        { name: "none", colour: "#111827", values: count((status) => status === 0) },
      ],
    },
    {
      title: "of the process: MiB resident, open handles",
      isLogarithmic: false,
      lines: [
        { name: "MiB", colour: "#7e22ce", values: seconds.map(({ sample }) => sample?.residentMiB) },
        { name: "handles", colour: "#0f766e", values: seconds.map(({ sample }) => sample?.handles) },
      ],
    },
  ];
  const height = TOP + panels.length * (PANEL + GAP) + 16;
  const x = (second: number) => LEFT + (second / Math.max(1, seconds.length - 1)) * (WIDTH - LEFT - 16);
  const bands = faults.map(({ name, from, to }) => {
    const [left, right] = [x(from), Math.max(x(to), x(from) + 1.5)];
    const title = `<title>${name}, ${from.toFixed(0)} s to ${to.toFixed(0)} s</title>`;
    return `<rect x="${left.toFixed(1)}" y="${TOP}" width="${(right - left).toFixed(1)}" height="${height - TOP - 30}" fill="#fde68a">${title}</rect>`;
  });
  const drawn = panels.map((panel, i) => panelOf(panel, TOP + i * (PANEL + GAP), x));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11"><title>A soak: times of answers, answers by status, memory and handles, second by second, with the faults</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${[...bands, ...drawn].join("\n")}
<text x="${LEFT}" y="${height - 6}">0 s</text><text x="${WIDTH - 16}" y="${height - 6}" text-anchor="end">${seconds.length} s; yellow: a fault</text>
</svg>
`;
}

function panelOf({ title, isLogarithmic, lines }: Panel, top: number, x: (second: number) => number): string {
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== undefined));
  const most = Math.max(1, ...known);
  const share = (value: number) =>
    isLogarithmic ? Math.log10(Math.max(1, value)) / Math.log10(Math.max(10, most)) : value / most;
  const y = (value: number) => top + PANEL - share(value) * (PANEL - 8);
  const ticks = isLogarithmic ? [1, 10, 100, 1_000, 10_000].filter((tick) => tick <= most) : [0, most / 2, most];
  const parts = ticks.map(
    (tick) =>
      `<line x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" stroke="#e5e7eb"/><text x="${LEFT - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${Math.round(tick)}</text>`,
  );
  const legend = lines.map(({ name, colour }) => `<tspan fill="${colour}" dx="12">${name}</tspan>`).join("");
  const paths = lines.map(({ colour, values }) => `<path d="${pathOf(values, x, y)}" fill="none" stroke="${colour}"/>`);
  return [`<text x="${LEFT}" y="${top - 6}">${title}${legend}</text>`, ...parts, ...paths].join("\n");
}

function pathOf(values: Line["values"], x: (second: number) => number, y: (value: number) => number): string {
  let isDrawing = false;
  const steps = values.map((value, second) => {
    const step = value === undefined ? "" : `${isDrawing ? "L" : "M"}${x(second).toFixed(1)} ${y(value).toFixed(1)}`;
    isDrawing = value !== undefined;
    return step;
  });
  return steps.filter(Boolean).join("");
}
