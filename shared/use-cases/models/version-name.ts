/** A name that sorts by time and tells it: `20260131-093000-1f3a`, UTC. `salt` keeps two of one second apart. */
export function versionName(createdAt: number, salt: string): string {
  const digits = new Date(createdAt).toISOString().replace(/\D/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${salt.slice(-4)}`;
}

/** When a version was made, to the second, in milliseconds since 1970 UTC; undefined for what is no such name. */
export function timeOfVersion(version: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(version);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
