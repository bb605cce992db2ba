import { fromItem, patched, toItemDraft } from '../../shared/contracts/item.js';
import {
  deleteItem,
  getItem,
  listItems,
  patchItem,
  postItems,
  putItem,
} from '../../shared/contracts/item-operations.js';
import { AppError, type FailedRow, RowsFailed } from '../../shared/domain/errors.js';
import type { ManageItems } from '../../shared/use-cases/manage-items.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** The catalogue: many items at once, or one by its id. */
export function itemTriggers(
  dependencies: EndpointDependencies & { readonly manageItems: ManageItems },
): readonly ApiTrigger[] {
  const { manageItems } = dependencies;
  return [
    httpTrigger(
      {
        name: 'items',
        route: 'items',
        operations: { GET: list(manageItems), POST: post(manageItems) },
      },
      dependencies,
    ),
    httpTrigger(
      { name: 'item', route: 'items/{id}', operations: single(manageItems) },
      dependencies,
    ),
  ];
}

const post = (manageItems: ManageItems) =>
  operation(postItems, async ({ body: { good, bad } }) => {
    const drafts = good.map(({ value }) => toItemDraft(value));
    const failed = await manageItems.put(drafts).then(() => [], failedRows(drafts.length));
    const rejected = failed.flatMap((row) => {
      const found = good[row.index];
      const errors = [{ path: '', message: row.message }];
      return found ? [{ index: found.index, id: found.value.id, errors }] : [];
    });
    const all = [...bad, ...rejected].sort((a, b) => a.index - b.index);
    return { body: { accepted: good.length - rejected.length, rejected: all } };
  });

/** Where nothing landed, the request failed as a whole. */
const failedRows =
  (total: number) =>
  (error: unknown): readonly FailedRow[] => {
    if (error instanceof RowsFailed && error.rows.length < total) return error.rows;
    throw error;
  };

const list = (manageItems: ManageItems) =>
  operation(listItems, async ({ query: { limit, cursor, filter } }) => {
    const page = await manageItems.list({
      limit,
      ...(cursor !== undefined && { cursor }),
      ...(filter !== undefined && { filter }),
    });
    return { body: { items: page.items.map(fromItem), next_cursor: page.nextCursor } };
  });

const single = (manageItems: ManageItems) => ({
  GET: operation(getItem, async ({ params: { id } }) => ({
    body: fromItem(await manageItems.get(id)),
  })),
  PUT: operation(putItem, async ({ params: { id }, body }) => {
    sameId(id, body.id);
    const [item] = await manageItems.put([toItemDraft({ ...body, id })]);
    return { body: item && fromItem(item) };
  }),
  PATCH: operation(patchItem, async ({ params: { id }, body }) => ({
    body: fromItem(await manageItems.change(id, (item) => patched(item, body))),
  })),
  DELETE: operation(deleteItem, async ({ params: { id } }) => {
    await manageItems.remove(id);
    return {};
  }),
});

/** Throws `invalid` where a body names another thing than its path. */
export function sameId(inPath: string, inBody: string | undefined): void {
  if (inBody === undefined || inBody === inPath) return;
  const message = `expected the id of the path, ${JSON.stringify(inPath.slice(0, 60))}`;
  throw new AppError('invalid', `id: ${message}`, { complaints: [{ path: 'id', message }] });
}
