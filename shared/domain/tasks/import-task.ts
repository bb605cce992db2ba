/** What is to be imported, as a task's record keeps it. */
export interface ImportRequest {
  /** A format's name. */
  readonly format: string;
  /** Absolute; a folder stands for the files in it that belong to the format. */
  readonly paths: readonly string[];
  /** Our field → the file's column. */
  readonly columns?: Readonly<Record<string, string>>;
  /** The type of events whose rows name none. */
  readonly defaultType?: string;
}
