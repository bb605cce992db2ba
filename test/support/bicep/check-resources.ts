import { refusedByFlex, resourceTypes, roles } from './known.js';
import type { Resource, Template } from './syntax.js';
import { statementsOf } from './templates.js';
import { stringsWithin, valueAt, within } from './walk.js';

/** Without these a key would open what only an identity should, or somebody could listen. */
const demanded: readonly (readonly [type: string, path: string, value: boolean | string])[] = [
  ['Microsoft.Storage/storageAccounts', 'properties.allowSharedKeyAccess', false],
  ['Microsoft.Storage/storageAccounts', 'properties.allowBlobPublicAccess', false],
  ['Microsoft.Storage/storageAccounts', 'properties.minimumTlsVersion', 'TLS1_2'],
  ['Microsoft.Storage/storageAccounts', 'properties.supportsHttpsTrafficOnly', true],
  ['Microsoft.DocumentDB/databaseAccounts', 'properties.disableLocalAuth', true],
  ['Microsoft.ServiceBus/namespaces', 'properties.disableLocalAuth', true],
  ['Microsoft.KeyVault/vaults', 'properties.enableRbacAuthorization', true],
  ['Microsoft.ContainerRegistry/registries', 'properties.adminUserEnabled', false],
  ['Microsoft.Web/sites', 'properties.httpsOnly', true],
  ['Microsoft.Web/sites/basicPublishingCredentialsPolicies', 'properties.allow', false],
  ['Microsoft.App/containerApps', 'properties.configuration.ingress.allowInsecure', false],
];

export function resourceProblems(template: Template): readonly string[] {
  return [
    ...statementsOf(template, 'resource').flatMap(problemsOf),
    ...roleProblems(template),
    ...flexProblems(template),
  ];
}

function problemsOf(resource: Resource): readonly string[] {
  const at = `line ${resource.line}: ${resource.type}`;
  const known = resourceTypes[resource.type];
  if (known === undefined) return [`${at} is no known type`];
  if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(resource.version))
    return [`${at}: ${resource.version} is no version`];
  if (!known.versions.includes(resource.version))
    return [`${at} is not known in version ${resource.version}`];
  if (resource.isExisting) return [];
  return [
    ...(valueAt(resource.body, ['name']) === undefined ? [`${at} has no name`] : []),
    ...(known.hasTags && valueAt(resource.body, ['tags']) === undefined
      ? [`${at} has no tags`]
      : []),
    ...parentProblems(resource).map((problem) => `${at} ${problem}`),
    ...keyProblems(resource).map((problem) => `${at} ${problem}`),
  ];
}

/** A child names its parent; what is no child has none. */
function parentProblems({ type, body }: Resource): readonly string[] {
  const isChild = type.split('/').length > 2;
  const hasParent = valueAt(body, ['parent']) !== undefined;
  if (isChild === hasParent) return [];
  return [isChild ? 'names no parent' : 'has a parent, and is no child'];
}

function keyProblems({ type, body }: Resource): readonly string[] {
  return demanded.flatMap(([of, path, expected]) => {
    if (of !== type) return [];
    const found = valueAt(body, path.split('.'));
    const isRight = found?.kind === 'literal' && found.value === expected;
    return isRight ? [] : [`must have ${path}: ${expected}`];
  });
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids of roles stand in variables named after them. */
function roleProblems(template: Template): readonly string[] {
  return template.statements.flatMap((statement) => {
    if (!('value' in statement)) return [];
    return stringsWithin(statement.value)
      .filter((text) => guid.test(text))
      .flatMap((id) => {
        const role = roles[id];
        if (role === undefined) return [`line ${statement.line}: ${id} is no known role`];
        return role === statement.name
          ? []
          : [`line ${statement.line}: ${statement.name} is the id of ${role}`];
      });
  });
}

function flexProblems(template: Template): readonly string[] {
  const keys = template.statements.flatMap((statement) =>
    'value' in statement
      ? [...within(statement.value)].flatMap(({ expression }) =>
          expression.kind === 'object'
            ? expression.entries.map(({ key }) => (typeof key === 'string' ? key : ''))
            : [],
        )
      : [],
  );
  return keys
    .filter((key) => refusedByFlex.has(key))
    .map((key) => `${key} is not for Flex Consumption`);
}
