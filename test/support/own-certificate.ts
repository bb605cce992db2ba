import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** DER: a tag, the length of what follows, and that. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const bytes = (...values: readonly number[]) => Buffer.from(values);
const [sequence, set, integer, bits] = [0x30, 0x31, 0x02, 0x03] as const;
const [octets, utf8, utcTime, objectId] = [0x04, 0x0c, 0x17, 0x06] as const;
/** Of RFC 5280 and its kin. */
const ecdsaWithSha256 = der(sequence, der(objectId, bytes(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2)));
const commonName = der(objectId, bytes(0x55, 4, 3));
const subjectAltName = der(objectId, bytes(0x55, 0x1d, 0x11));
const name = der(
  sequence,
  der(set, der(sequence, commonName, der(utf8, Buffer.from('127.0.0.1')))),
);

/** A certificate of this machine that vouches for itself, and its key, both in PEM; nobody else has them. */
export function ownCertificate(): { readonly certificate: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = toBeSigned(publicKey);
  const signature = der(bits, bytes(0), sign('sha256', signed, privateKey));
  const whole = der(sequence, signed, ecdsaWithSha256, signature);
  return {
    certificate: pem('CERTIFICATE', whole),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function toBeSigned(publicKey: KeyObject): Buffer {
  const version = der(0xa0, der(integer, bytes(2)));
  const validity = der(sequence, time('200101000000Z'), time('491231235959Z'));
  const address = der(octets, der(sequence, der(0x87, bytes(127, 0, 0, 1))));
  const extensions = der(0xa3, der(sequence, der(sequence, subjectAltName, address)));
  return der(
    ...([
      sequence,
      version,
      der(integer, bytes(1)),
      ecdsaWithSha256,
      name,
      validity,
      name,
    ] as const),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
}

const time = (text: string) => der(utcTime, Buffer.from(text));

function pem(kind: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ''].join('\n');
}
