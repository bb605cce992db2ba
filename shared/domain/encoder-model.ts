/** A learned encoder whose files a user may fetch; `models/manifest.json` lists those that the product knows. */
export interface EncoderModel {
  /** What TEXT_MODEL or IMAGE_MODEL calls it. */
  readonly name: string;
  /** `sentence`: a BERT whose states are averaged, for texts. `clip`: two towers, for pictures and texts. */
  readonly kind: 'sentence' | 'clip';
  /** Of its space: another one wherever the files, or what is made of their output, are another's. */
  readonly version: string;
  readonly dimensions: number;
  /** Of one text, the marks of beginning and end included. */
  readonly maxTokens: number;
  /** On the hub, and the commit there. */
  readonly repository: string;
  readonly revision: string;
  readonly licence: string;
  readonly source: string;
  readonly files: readonly EncoderFile[];
}

export interface EncoderFile {
  /** Below the model's folder, and below the repository on the hub. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}
