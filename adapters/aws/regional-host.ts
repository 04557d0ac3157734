/** Regions of the partition whose hosts end in `amazonaws.com` and nothing else (its regular expression, without what nobody names). */
const REGION = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-(?!iso|gov)[a-z]+-\d+$/;

/**
 * A service's own endpoint in a region. `undefined` where only the SDK knows it: in other partitions, and where the environment asks
 * for endpoints of another kind.
 */
export function regionalHost(
  host: string,
  region: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const { AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT } = environment;
  const isPlain = AWS_USE_FIPS_ENDPOINT !== "true" && AWS_USE_DUALSTACK_ENDPOINT !== "true";
  return isPlain && region !== undefined && REGION.test(region) ? `https://${host}.${region}.amazonaws.com` : undefined;
}
