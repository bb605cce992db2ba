import ipaddr from 'ipaddr.js';

/** All of IPv6 that is given out for the internet (RFC 4291 §2.4, IANA); the rest is for other uses, or for none yet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** The platform's own services answer every Azure machine under this address, which looks like any other. */
const azurePlatform = '168.63.129.16';

/**
 * Whether an IP address belongs to a host that the whole internet can reach: not to this machine, its networks, the
 * platform under it, or a range that stands for addresses of another kind (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || text === azurePlatform) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(globalUnicast);
}
