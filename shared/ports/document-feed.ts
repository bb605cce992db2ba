interface DocumentPage {
  readonly documents: readonly unknown[];
  /** Where these documents end: the place to read on from. */
  readonly cursor: string;
  readonly hasMore: boolean;
}

/** What has changed among the documents of a container, for change triggers of hosts that have to look by themselves. */
export interface DocumentFeed {
  /** From now on where no cursor is given. Rejects with `invalid` for a cursor that is none of this container's. */
  after(container: string, cursor: string | undefined): Promise<DocumentPage>;
}
