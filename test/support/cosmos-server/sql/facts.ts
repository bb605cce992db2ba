/** One composite index: paths in order, each with its direction (`ascending` where none is given). */
export type CompositeIndex = readonly {
  readonly path: string;
  readonly order?: string | undefined;
}[];

/** What an indexing policy says, in the words of the REST API ("Indexing policies in Azure Cosmos DB"). */
export interface IndexingPolicy {
  readonly indexingMode?: string | undefined;
  readonly includedPaths?: readonly { readonly path: string }[] | undefined;
  readonly excludedPaths?: readonly { readonly path: string }[] | undefined;
  readonly compositeIndexes?: readonly CompositeIndex[] | undefined;
  readonly vectorIndexes?:
    | readonly { readonly path: string; readonly type?: string | undefined }[]
    | undefined;
  readonly fullTextIndexes?: readonly { readonly path: string }[] | undefined;
}

/** One vector path ("Vector search in Azure Cosmos DB for NoSQL": container vector policies). */
interface VectorEmbedding {
  readonly path: string;
  readonly dataType?: string | undefined;
  readonly dimensions: number;
  readonly distanceFunction?: string | undefined;
}

/** What the engine must know of the container; the fields have the names and shapes of a container's resource. */
export interface ContainerFacts {
  readonly indexingPolicy?: IndexingPolicy | undefined;
  readonly vectorEmbeddingPolicy?:
    | { readonly vectorEmbeddings: readonly VectorEmbedding[] }
    | undefined;
  readonly fullTextPolicy?:
    | {
        readonly defaultLanguage?: string | undefined;
        readonly fullTextPaths?:
          | readonly { readonly path: string; readonly language?: string | undefined }[]
          | undefined;
      }
    | undefined;
  /**
   * What `=` gives for two values of different types. The page "Equality and comparison operators" says undefined; the
   * interpreter in the public .NET SDK and the third-party engine, which was tried on an emulator, say false, and then
   * `!=` is true. Queries that must not depend on it are run under both; undefined where none is given.
   */
  readonly equalityAcrossTypes?: false | undefined;
  /** The server's clock for `GetCurrentTimestamp` and its like, in ms since 1970; that of the machine where none is given. */
  readonly nowMs?: number | undefined;
}
