import { describe, expect, it } from "vitest";
import { countedAddress, forwardedAddress, forwardedScheme } from "../../functions/caller-address.ts";

describe("the address of a caller", () => {
  it.each([
    ["the socket's without a proxy", "6.6.6.6", "1.2.3.4", 0, "1.2.3.4"],
    ["what our proxy wrote, not what the caller wrote", "6.6.6.6, 1.2.3.4", "10.0.0.1", 1, "1.2.3.4"],
    ["what the outer of two proxies wrote", "6.6.6.6, 1.2.3.4, 10.0.0.2", "10.0.0.1", 2, "1.2.3.4"],
    ["the first entry when there are fewer than proxies", "10.0.0.9", "10.0.0.1", 2, "10.0.0.9"],
    ["the socket's when a proxy wrote nothing", undefined, "10.0.0.1", 1, "10.0.0.1"],
  ])("is %s", (_name, forwarded, peer, proxies, expected) => {
    expect(forwardedAddress(forwarded, peer, proxies)).toBe(expected);
  });

  it.each([
    ["nobody's word without a proxy", "https", 0, undefined],
    ["what our proxy wrote", "https", 1, "https"],
    ["what our proxy wrote behind the caller's own word", "http, HTTPS", 1, "https"],
    ["what the outer of two proxies wrote", "http, https, http", 2, "https"],
    ["one entry for all proxies", "https", 2, "https"],
    ["nothing that is no scheme", "javascript", 1, undefined],
    ["nothing when a proxy wrote nothing", undefined, 1, undefined],
  ])("has a scheme, which is %s", (_name, forwarded, proxies, expected) => {
    expect(forwardedScheme(forwarded, proxies)).toBe(expected);
  });

  it.each([
    ["1.2.3.4", "1.2.3.4"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1", "fe80:0:0:0::/64"],
    ["unknown", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%s is counted as %s", (address, expected) => {
    expect(countedAddress(address)).toBe(expected);
  });
});
