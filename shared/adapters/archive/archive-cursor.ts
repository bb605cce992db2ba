/** A place in an archive. */
export interface ArchivePlace {
  readonly id: string;
  readonly page: number;
  /** Changes of the page that were told. */
  readonly offset: number;
}

export const archiveCursor = ({ id, page, offset }: ArchivePlace) =>
  `archive.${id}.${page}.${offset}`;

/** Undefined for a cursor of the log itself. */
export function parseArchiveCursor(cursor: string): ArchivePlace | undefined {
  const [, id, page, offset] = /^archive\.([\w-]{1,100})\.(\d{1,9})\.(\d{1,9})$/.exec(cursor) ?? [];
  if (id === undefined) return undefined;
  return { id, page: Number(page), offset: Number(offset) };
}
