/** Hands emulators to the test files of one run: each is started on first need, and all are stopped at the end. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Emulator, type RunningEmulator, SERVICES, type Service } from "../../infra/emulators/emulator.ts";

/** What a test file is told: the emulator, or why there is none. */
export type Answer = { readonly emulator: Emulator } | { readonly reason: string };

/** A suite that was asked for and could not be run. */
export interface NotRun {
  readonly service: Service;
  readonly file: string;
  readonly reason: string;
}

export interface Coordinator {
  /** `GET /SERVICE?file=TEST-FILE` answers with an `Answer`. */
  readonly address: string;
  readonly notRun: readonly NotRun[];
  stop(): Promise<void>;
}

/** Listens on loopback; `start` is called at most once for each service. */
export async function startCoordinator(start: (service: Service) => Promise<RunningEmulator>): Promise<Coordinator> {
  const started = new Map<Service, Promise<RunningEmulator>>();
  const notRun: NotRun[] = [];

  async function answer(service: Service, file: string): Promise<Answer> {
    const running = started.get(service) ?? start(service);
    started.set(service, running);
    try {
      const { source, ended, stop, ...emulator } = await running;
      return { emulator };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notRun.push({ service, file, reason });
      return { reason };
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://coordinator");
    const service = SERVICES.find((name) => url.pathname === `/${name}`);
    if (service === undefined) return void response.writeHead(404).end();
    answer(service, url.searchParams.get("file") ?? "").then(
      (found) => response.end(JSON.stringify(found)),
      (error: Error) => response.destroy(error),
    );
  });
  return {
    address: await listening(server),
    notRun,
    stop: async () => {
      const ends = [...started.values()].map((running) => running.then(({ stop }) => stop()));
      await Promise.allSettled(ends);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

/** The last words of a run in which suites were left out: what, where, why, and what to do. Empty when none was. */
export function banner(notRun: readonly NotRun[]): string {
  if (notRun.length === 0) return "";
  const rule = "=".repeat(100);
  const faults = SERVICES.flatMap((service) => {
    const suites = notRun.filter((suite) => suite.service === service);
    const files = [...new Set(suites.map(({ file }) => file))].toSorted();
    const [first] = suites;
    return first === undefined ? [] : [`${service}: ${first.reason}`, ...files.map((file) => `    ${file}`)];
  });
  return ["", rule, "NOT RUN, for want of an emulator:", ...faults, rule, ""].join("\n");
}
