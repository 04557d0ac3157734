/**
 * What a server of one's own tells Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). Only there: a
 * function lives too short to be asked, and its platform reads the log. Loaded by the server programs alone.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Follower, FollowerStatus } from "../core/index/follower.ts";
import { appOf, type Frame } from "./http/frame.ts";
import type { Instance } from "./http/instance.ts";
import { pathOf } from "./http/path-of.ts";
import { assertScope } from "./http/principal.ts";
import { operation } from "./http/routing.ts";
import type { RequestContext } from "./http/services.ts";
import { isLoopbackHost } from "./loopback.ts";
import type { Fetch } from "./server.ts";

/** Seconds. From a search in memory to the longest that a request may take. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The server, and `GET /metrics` beside what it serves: for this machine, and for whoever has the scope `admin`. */
export function withMetrics(fetch: Fetch, frame: Frame & { readonly instance: Instance }): Fetch {
  const registry = registryOf(frame.instance);
  const metrics = operation({
    scope: "public",
    parameters: {},
    async handle(c) {
      if (!isFromHere(c)) assertScope(c.get("principal"), "admin");
      return c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType });
    },
  });
  const app = appOf({ "/metrics": { GET: metrics } }, frame);
  return (request, arrival) =>
    pathOf(request.url) === "/metrics" ? app.fetch(request, arrival) : fetch(request, arrival);
}

/** From this machine and through no proxy: a proxy on it brings callers from everywhere. */
function isFromHere(c: RequestContext): boolean {
  const isForwarded = ["X-Forwarded-For", "Forwarded", "Via"].some((name) => c.req.header(name) !== undefined);
  const address = c.env?.address?.replace(/^::ffff:/, "");
  return !isForwarded && address !== undefined && isLoopbackHost(address);
}

function registryOf(instance: Instance): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  countRequests(instance, registers);
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("rolecall_searches_waiting", "Searches that wait for their turn", () => instance.turns.waiting());
  gauge("rolecall_requests_under_way", "Requests that have a place", () => instance.lanes.underWay());
  watchIndexes(instance, registers);
  new Gauge({
    name: "rolecall_breaker_open",
    help: "1 while a store is left alone because it kept failing",
    labelNames: ["dependency"],
    registers,
    collect() {
      for (const one of instance.breakers) this.set({ dependency: one.name }, one.isOpen() ? 1 : 0);
    },
  });
  return registry;
}

function countRequests(instance: Instance, registers: Registry[]): void {
  const requests = new Counter({
    name: "rolecall_requests_total",
    help: "Requests answered",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "rolecall_request_seconds",
    help: "From the arrival of a request to its answer",
    labelNames: ["method", "route"],
    buckets: BUCKETS,
    registers,
  });
  instance.count = ({ method, route, status, ms }) => {
    requests.inc({ method, route, status });
    seconds.observe({ method, route }, ms / 1_000);
  };
  new Counter({
    name: "rolecall_shed_total",
    help: "Requests turned away before they had a handler",
    registers,
    collect() {
      this.reset();
      this.inc(instance.shed);
    },
  });
}

function watchIndexes({ indexes }: Instance, registers: Registry[]): void {
  const each = (name: string, help: string, read: (status: FollowerStatus) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["board"],
      registers,
      collect() {
        this.reset();
        for (const [board, status] of statuses(indexes)) this.set({ board }, read(status));
      },
    });
  each("rolecall_index_age_seconds", "Since the index was last known to hold everything", ({ ageMs }) => ageMs / 1_000);
  each("rolecall_index_tail_changes", "Changes applied since the snapshot", ({ tail }) => tail);
  each("rolecall_index_listings", "Listings in the index", ({ listings }) => listings);
}

function statuses(indexes: ReadonlyMap<string, WeakRef<Follower>>): [string, FollowerStatus][] {
  return [...indexes].flatMap(([board, index]) => {
    const status = index.deref()?.status();
    return status === undefined ? [] : [[board, status] satisfies [string, FollowerStatus]];
  });
}
