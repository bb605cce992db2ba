/** Where vectors can be compared: two are alike only if made by the same version of the same model. */
export interface VectorSpace {
  readonly model: string;
  readonly version: string;
  readonly dimensions: number;
}

/** The space as one short text, for keys and file names. */
export const spaceName = ({ model, version, dimensions }: VectorSpace): string =>
  `${model}@${version}/${dimensions}`;

export const isSameSpace = (a: VectorSpace, b: VectorSpace): boolean =>
  a.model === b.model && a.version === b.version && a.dimensions === b.dimensions;

/** What of an item is encoded: its words or its picture. */
export const vectorKinds = ['text', 'image'] as const;
export type VectorKind = (typeof vectorKinds)[number];

/** What a space may serve for: beside what is encoded, what was learnt of the items by who meets them. */
export const servedKinds = [...vectorKinds, 'collaborative'] as const;
export type ServedKind = (typeof servedKinds)[number];
