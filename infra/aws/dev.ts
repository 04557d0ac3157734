/** `npm run dev:aws`: the bundle for Lambda over DynamoDB Local and MinIO, behind a function URL on PORT (8787). */
import { develop } from "../develop.ts";
import { startLambda } from "./lambda-runtime.ts";

await develop({
  target: "aws",
  services: ["dynamodb", "s3"],
  start({ bundled, port, env, emulators: { dynamodb, s3 } }) {
    const names = { ROLECALL_TABLE: dynamodb.name, ROLECALL_BUCKET: s3.name };
    return startLambda({ bundle: bundled, handler: "dist/index.api", env: { ...env, ...names }, port });
  },
});
