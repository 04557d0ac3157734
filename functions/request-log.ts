/** The line of a request as each platform reads it. The facts are those of `http/request-line.ts`; only their form differs. */
import type { Env } from "../core/env.ts";
import type { RequestLine } from "./http/request-line.ts";

type WriteLine = (line: string) => void;

/** Plain: for a server of one's own. */
export function plainRequestLog(env: Pick<Env, "log">): (line: RequestLine) => void {
  return ({ at: _logged, ...facts }) => env.log("request", { ...facts });
}

/**
 * Also a figure of CloudWatch, in its embedded metric format: `Requests`, `Errors` (5xx) and `LatencyMs` by route. A log line costs what
 * any log line does; the figures cost what CloudWatch asks for a metric of one's own (docs/operations.md).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function cloudWatchRequestLog(write: WriteLine, table: string): (line: RequestLine) => void {
  const metric = {
    Namespace: "Rolecall",
    Dimensions: [["Table", "Route"]],
    Metrics: [
      { Name: "Requests", Unit: "Count" },
      { Name: "Errors", Unit: "Count" },
      { Name: "LatencyMs", Unit: "Milliseconds" },
    ],
  };
  return (line) => {
    const { at, ...facts } = line;
    const figures = { Requests: 1, Errors: line.status >= 500 ? 1 : 0, LatencyMs: line.ms };
    const _aws = { Timestamp: at, CloudWatchMetrics: [metric] };
    const dimensions = { Table: table, Route: `${line.method} ${line.route}` };
    write(JSON.stringify({ _aws, at: instant(at), event: "request", ...facts, ...dimensions, ...figures }));
  };
}

/**
 * Cloud Logging takes `severity`, `httpRequest` and the trace out of the line, and shows it under the platform's own entry of the request.
 * https://cloud.google.com/logging/docs/structured-logging
 */
export function cloudLoggingRequestLog(write: WriteLine, project: string): (line: RequestLine) => void {
  return ({ at, trace, ...facts }) => {
    const { method: requestMethod, status, ms } = facts;
    const entry = {
      severity: severityOf(status),
      message: `${requestMethod} ${facts.route} ${status}`,
      httpRequest: { requestMethod, status, latency: `${(ms / 1_000).toFixed(6)}s` },
      ...(trace === undefined ? {} : { "logging.googleapis.com/trace": `projects/${project}/traces/${trace}` }),
    };
    write(JSON.stringify({ ...entry, at: instant(at), event: "request", ...facts }));
  };
}

function severityOf(status: number): string {
  if (status >= 500) return "ERROR";
  return status === 429 ? "WARNING" : "INFO";
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
