import { expect, test } from 'vitest';
import { isPublicAddress } from '../../../../../shared/adapters/pictures/public-address.js';

test.each([
  '8.8.8.8',
  '93.184.216.34',
  '172.32.0.1',
  '2606:4700::1111',
  '2a00:1450:4001:80b::200e',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

test.each([
  ['this machine', '127.0.0.1'],
  ['this machine', '127.255.255.254'],
  ['this machine', '::1'],
  ['any address of this machine', '0.0.0.0'],
  ['any address of this machine', '::'],
  ['the local network', '10.1.2.3'],
  ['the local network', '172.16.0.1'],
  ['the local network', '192.168.1.1'],
  ['the local network', 'fd12:3456::1'],
  ['the link', '169.254.169.254'],
  ['the link', 'fe80::1'],
  ['the link, by interface', 'fe80::1%eth0'],
  ['the site', 'fec0::1'],
  ["a carrier's network", '100.64.0.1'],
  ["Azure's platform", '168.63.129.16'],
  ['many hosts', '224.0.0.1'],
  ['many hosts', '255.255.255.255'],
  ['many hosts', 'ff02::1'],
  ['documents', '192.0.2.1'],
  ['documents', '2001:db8::1'],
  ['benchmarks', '198.18.0.1'],
  ['nobody yet', '240.0.0.1'],
  ['nobody yet', '4000::1'],
  ['IPv4 mapped', '::ffff:127.0.0.1'],
  ['IPv4 mapped, of a public host', '::ffff:8.8.8.8'],
  ['IPv4 compatible', '::127.0.0.1'],
  ['IPv4 translated', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['NAT64 of a network', '64:ff9b:1::1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001::1'],
  ['no address', 'localhost'],
  ['no address', ''],
])('an address of %s is not public: %s', (_, address) => {
  expect(isPublicAddress(address)).toBe(false);
});
