import { ChangeFeedStartFrom, StatusCodes } from '@azure/cosmos';
import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import type { DocumentFeed } from '../../../../ports/document-feed.js';
import type { CosmosConnection } from '../connection.js';
import { type ContainerName, containerNames } from '../containers.js';

/** As the Functions host takes them. */
const documentsAtOnce = 100;

/** A tenant's part of the change feeds, by the pull model. A cursor is the service's own. */
export function cosmosDocumentFeed(connection: CosmosConnection): DocumentFeed {
  return {
    async after(container, cursor) {
      const { items } = connection.container(nameOf(container));
      const feed = items.getChangeFeedIterator<unknown>({
        maxItemCount: documentsAtOnce,
        changeFeedStartFrom: startFrom(connection.tenant, cursor),
      });
      const page = await connection.run(() => feed.readNext(), { isRepeatable: true });
      const isEnd = page.statusCode === StatusCodes.NotModified;
      return {
        documents: isEnd ? [] : page.result,
        cursor: page.continuationToken,
        hasMore: !isEnd,
      };
    },
  };
}

function startFrom(tenant: string, cursor: string | undefined): ChangeFeedStartFrom {
  if (cursor === undefined) return ChangeFeedStartFrom.Now([tenant]);
  if (isPlace(cursor)) return ChangeFeedStartFrom.Continuation(cursor);
  throw new AppError('invalid', `${JSON.stringify(cursor.slice(0, 80))} is no place in a feed`);
}

function isPlace(cursor: string): boolean {
  try {
    return placeSchema.safeParse(JSON.parse(cursor)).success;
  } catch {
    return false;
  }
}

const placeSchema = z.object({ rid: z.string(), Continuation: z.array(z.unknown()) });

function nameOf(container: string): ContainerName {
  const name = containerNames.find((each) => each === container);
  if (name !== undefined) return name;
  throw new AppError('invalid', `No container ${container.slice(0, 80)} is known here`);
}
