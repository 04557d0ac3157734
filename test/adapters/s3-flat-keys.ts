/**
 * S3 keeps one flat list of keys. MinIO keeps folders: with an object `a` it lists no `a/b`, and after a key in a folder it
 * may end a list early. Between the adapter and MinIO stands a server that spells the three least characters of blob names
 * so that no `/` is left: one for one and in the same order, so that prefixes, ranges and lengths stay what they are.
 */
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import {
  type Forwarded,
  forward,
  send,
  type WireAnswer,
  type WireRequest,
  wireServer,
} from "../support/fault-proxy.ts";

const SPELLING = { from: "-./", to: "+,-" } as const;

export interface FlatKeys {
  readonly url: string;
  /** Empty at first, and open to all: a request whose path was changed bears no signature. */
  readonly bucket: string;
  stop(): Promise<void>;
}

export async function flatKeys(endpoint: string, env: Readonly<Record<string, string>>): Promise<FlatKeys> {
  const bucket = `flat-${process.pid}-${Date.now()}`;
  await makeOpenBucket(endpoint, env, bucket);
  const upstream = new URL(endpoint);
  const server = await wireServer(async (request, outgoing) => {
    send(readableAnswer(await forward(upstream, spelledRequest(request, `/${bucket}`))), outgoing);
  });
  return { ...server, bucket };
}

async function makeOpenBucket(endpoint: string, env: Readonly<Record<string, string>>, bucket: string): Promise<void> {
  const { AWS_REGION: region = "", AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secret = "" } = env;
  const credentials = { accessKeyId, secretAccessKey: secret };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const statement = {
    Effect: "Allow",
    Principal: { AWS: ["*"] },
    Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
  client.destroy();
}

function spelledRequest(request: WireRequest, root: string): WireRequest {
  const url = new URL(request.path, "http://localhost");
  const key = url.pathname.slice(root.length + 1);
  for (const name of ["prefix", "start-after"]) {
    const value = url.searchParams.get(name);
    if (value !== null) url.searchParams.set(name, respelled(value, SPELLING.from, SPELLING.to));
  }
  const { authorization: _, ...headers } = request.headers;
  return { ...request, headers, path: `${root}/${respelled(key, SPELLING.from, SPELLING.to)}${url.search}` };
}

function readableAnswer(answer: Forwarded): WireAnswer {
  const isList = answer.body.subarray(0, 200).includes("<ListBucketResult");
  if (!isList) return answer;
  const body = answer.body
    .toString()
    .replaceAll(/(?<=<(?<tag>Key|Prefix|StartAfter)>)[^<]*/g, (text) => respelled(text, SPELLING.to, SPELLING.from));
  return { ...answer, body };
}

function respelled(text: string, from: string, to: string): string {
  return [...text].map((character) => to[from.indexOf(character)] ?? character).join("");
}
