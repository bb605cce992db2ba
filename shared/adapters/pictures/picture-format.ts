/** Whether a file is a JPEG, PNG, GIF or WebP, told by the bytes that it begins with. */
export function isPicture(file: Uint8Array): boolean {
  const head = Buffer.from(file.subarray(0, 12)).toString('latin1');
  const isWebp = head.startsWith('RIFF') && head.startsWith('WEBP', 8);
  return isWebp || signatures.some((signature) => head.startsWith(signature));
}

const signatures = ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF87a', 'GIF89a'];
