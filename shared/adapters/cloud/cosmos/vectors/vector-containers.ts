import { AppError } from '../../../../domain/errors.js';
import { spaceName, type VectorSpace } from '../../../../domain/vector-space.js';
import type { CosmosConnection } from '../connection.js';
import type { ContainerName } from '../containers.js';

export const vectorContainerNames = [
  'vectors-text',
  'vectors-image',
  'vectors-collaborative',
] as const satisfies readonly ContainerName[];
export type VectorContainerName = (typeof vectorContainerNames)[number];

/**
 * Where the vectors of a space lie: the first container that takes vectors of its length. Throws `conflict` where none
 * does: what a container takes was decided when it was made.
 */
export function containerFor(
  { containers }: CosmosConnection,
  space: VectorSpace,
): VectorContainerName {
  const lengthOf = (name: VectorContainerName) =>
    containers[name].vectorEmbeddingPolicy?.vectorEmbeddings[0]?.dimensions;
  const found = vectorContainerNames.find((name) => lengthOf(name) === space.dimensions);
  if (found !== undefined) return found;
  const lengths = vectorContainerNames.map((name) => `${name} of ${lengthOf(name)}`).join(', ');
  throw new AppError(
    'conflict',
    `No container takes the vectors of ${spaceName(space)}; there are ${lengths} dimensions`,
  );
}
