/** A name that sorts by time and tells it: `20260131-093000-999-1f3a`, UTC. `salt` keeps two of one millisecond apart. */
export function versionName(createdAt: number, salt: string): string {
  const digits = new Date(createdAt).toISOString().replace(/\D/g, '');
  return [digits.slice(0, 8), digits.slice(8, 14), digits.slice(14), salt.slice(-4)].join('-');
}

/** When a version was made, in milliseconds since 1970 UTC; undefined for what is no such name. */
export function timeOfVersion(version: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-(\d{3})-/.exec(version);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, millisecond] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
}
