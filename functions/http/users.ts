import { deleteUser, fromUser, getUser, mergeUser, putUser } from '../../shared/contracts/user.js';
import type { ManageUsers } from '../../shared/use-cases/manage-users.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';
import { sameId } from './items.js';

/** Shoppers: their features, their erasure, and the day an anonymous one signs in. */
export function userTriggers(
  dependencies: EndpointDependencies & { readonly manageUsers: ManageUsers },
): readonly ApiTrigger[] {
  const { manageUsers } = dependencies;
  const merge = operation(mergeUser, async ({ params: { id }, body: { from } }) => ({
    body: { user_id: id, from, merged_events: await manageUsers.merge(from, id) },
  }));
  return [
    httpTrigger(
      { name: 'user', route: 'users/{id}', operations: single(manageUsers) },
      dependencies,
    ),
    httpTrigger(
      { name: 'user-merge', route: 'users/{id}/merge', operations: { POST: merge } },
      dependencies,
    ),
  ];
}

const single = (manageUsers: ManageUsers) => ({
  GET: operation(getUser, async ({ params: { id } }) => ({
    body: fromUser(await manageUsers.get(id)),
  })),
  PUT: operation(putUser, async ({ params: { id }, body }) => {
    sameId(id, body.id);
    return { body: fromUser(await manageUsers.put(id, body.features)) };
  }),
  DELETE: operation(deleteUser, async ({ params: { id } }) => {
    await manageUsers.erase(id);
    return {};
  }),
});
