/**
 * What the function for AWS does without of its SDK. The second and the third together were 5 of the 133 ms of CPU of a start
 * with one read (medians of 15, in turn, as `npm run bench -- cold` measures them).
 */
import type { Plugin } from "esbuild";

interface Replacement {
  /** The end of the path of the file that it takes the place of. */
  readonly file: RegExp;
  readonly contents: string;
}

const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  /**
   * The function gives each client its credentials (`functions/aws.ts`). The chain that would look for them, with its own
   * clients for STS, SSO and sign-in, is 135 KB of the 335 that the DynamoDB client has by itself.
   */
  credentialSearch: {
    file: /\/@aws-sdk\/credential-provider-node\/dist-[a-z]+\/index\.js$/,
    contents: `export const defaultProvider = () => async () => {
      throw new Error("this bundle does not search for credentials: give them to the client");
    };`,
  },
  /** A function has no home folder with profiles. What the environment says of the SDK still holds. */
  profiles: {
    file: /\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    contents: `export { CONFIG_PREFIX_SEPARATOR } from "./constants";
    export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  },
  /** The same class on the same function of Node's, which is looked up when it is used: `node:zlib` is slow to load. */
  crc32: {
    file: /\/checksum\/crc32\/Crc32Node\.js$/,
    contents: `export class Crc32Node {
      digestLength = 4;
      value = 0;
      update(data) {
        this.value = process.getBuiltinModule("node:zlib").crc32(data, this.value);
      }
      digestSync() {
        return this.value >>> 0;
      }
      async digest() {
        const out = new Uint8Array(4);
        new DataView(out.buffer).setUint32(0, this.digestSync(), false);
        return out;
      }
      reset() {
        this.value = 0;
      }
    }`,
  },
};

/** Fails the build when one of them is not met any more: then the SDK was rearranged, and somebody should look at it. */
export function lighterAwsSdk(): Plugin {
  return {
    name: "lighter-aws-sdk",
    setup({ onLoad, onStart, onEnd }) {
      const met = new Set<string>();
      onStart(() => met.clear());
      for (const [name, { file, contents }] of Object.entries(REPLACEMENTS)) {
        onLoad({ filter: file }, () => {
          met.add(name);
          return { contents, loader: "js" };
        });
      }
      onEnd(() => {
        const unmet = Object.keys(REPLACEMENTS).filter((name) => !met.has(name));
        return { errors: unmet.map((name) => ({ text: `the AWS SDK has no ${name} to replace` })) };
      });
    },
  };
}
