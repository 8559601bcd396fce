import { BlockList, isIPv6 } from 'node:net';

/** Networks that are not the public internet (IANA special-purpose registries): [address, prefix length]. */
const V4_NETWORKS = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** Loopback and unspecified, translated IPv4 (whose target we cannot see), discard, unique local, link local, multicast. */
const V6_NETWORKS = [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const;

const privateNetworks = new BlockList();
for (const [address, prefix] of V4_NETWORKS) privateNetworks.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of V6_NETWORKS) privateNetworks.addSubnet(address, prefix, 'ipv6');

/** Whether an address lies outside the public internet; an IPv4 address written as IPv6 (::ffff:…) is judged as IPv4. */
export const isPrivateAddress = (address: string): boolean =>
  privateNetworks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
