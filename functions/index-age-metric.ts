/** The age of the published index as a figure of CloudWatch: a line of the log that CloudWatch reads as one. */

export interface IndexAge {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly table: string;
  readonly board: string;
  readonly seconds: number;
}

/**
 * One line, in CloudWatch's embedded metric format, under the names of infra/aws/alarms.yml
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function indexAgeMetric({ at, table, board, seconds }: IndexAge): string {
  const metric = {
    Namespace: "Rolecall",
    Dimensions: [["Table", "Board"]],
    Metrics: [{ Name: "IndexAgeSeconds", Unit: "Seconds" }],
  };
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [metric] },
    Table: table,
    Board: board,
    IndexAgeSeconds: seconds,
  });
}
