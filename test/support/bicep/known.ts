/**
 * Resource types that the templates use, with the API versions of them that Microsoft's reference of templates lists
 * ("Azure resource reference", Microsoft Learn), and whether they carry tags.
 */
export const resourceTypes: Readonly<
  Record<string, { readonly versions: readonly string[]; readonly hasTags: boolean }>
> = {
  'Microsoft.App/containerApps': { versions: ['2024-03-01', '2025-01-01'], hasTags: true },
  'Microsoft.App/managedEnvironments': { versions: ['2024-03-01', '2025-01-01'], hasTags: true },
  'Microsoft.Authorization/roleAssignments': { versions: ['2022-04-01'], hasTags: false },
  'Microsoft.Consumption/budgets': { versions: ['2023-11-01'], hasTags: false },
  'Microsoft.ContainerRegistry/registries': { versions: ['2023-07-01'], hasTags: true },
  'Microsoft.DocumentDB/databaseAccounts': { versions: ['2025-04-15'], hasTags: true },
  'Microsoft.DocumentDB/databaseAccounts/sqlDatabases': {
    versions: ['2025-04-15'],
    hasTags: false,
  },
  // Earlier stable versions know no fullTextPolicy.
  'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers': {
    versions: ['2025-04-15'],
    hasTags: false,
  },
  'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments': {
    versions: ['2025-04-15'],
    hasTags: false,
  },
  'Microsoft.Insights/actionGroups': { versions: ['2023-01-01'], hasTags: true },
  'Microsoft.Insights/components': { versions: ['2020-02-02'], hasTags: true },
  'Microsoft.Insights/diagnosticSettings': { versions: ['2021-05-01-preview'], hasTags: false },
  'Microsoft.Insights/metricAlerts': { versions: ['2018-03-01'], hasTags: true },
  'Microsoft.Insights/scheduledQueryRules': { versions: ['2023-12-01'], hasTags: true },
  'Microsoft.Insights/workbooks': { versions: ['2023-06-01'], hasTags: true },
  'Microsoft.KeyVault/vaults': { versions: ['2023-07-01'], hasTags: true },
  'Microsoft.KeyVault/vaults/secrets': { versions: ['2023-07-01'], hasTags: false },
  'Microsoft.ManagedIdentity/userAssignedIdentities': { versions: ['2023-01-31'], hasTags: true },
  'Microsoft.Network/privateDnsZones': { versions: ['2020-06-01'], hasTags: true },
  'Microsoft.Network/privateDnsZones/A': { versions: ['2020-06-01'], hasTags: false },
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': {
    versions: ['2020-06-01'],
    hasTags: true,
  },
  'Microsoft.Network/privateEndpoints': { versions: ['2024-05-01'], hasTags: true },
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': {
    versions: ['2024-05-01'],
    hasTags: false,
  },
  'Microsoft.Network/virtualNetworks': { versions: ['2024-05-01'], hasTags: true },
  'Microsoft.OperationalInsights/workspaces': { versions: ['2023-09-01'], hasTags: true },
  'Microsoft.Resources/resourceGroups': { versions: ['2024-03-01'], hasTags: true },
  'Microsoft.ServiceBus/namespaces': { versions: ['2024-01-01'], hasTags: true },
  'Microsoft.ServiceBus/namespaces/queues': { versions: ['2024-01-01'], hasTags: false },
  'Microsoft.Storage/storageAccounts': { versions: ['2023-05-01'], hasTags: true },
  'Microsoft.Storage/storageAccounts/blobServices': { versions: ['2023-05-01'], hasTags: false },
  'Microsoft.Storage/storageAccounts/blobServices/containers': {
    versions: ['2023-05-01'],
    hasTags: false,
  },
  'Microsoft.Storage/storageAccounts/queueServices': { versions: ['2023-05-01'], hasTags: false },
  'Microsoft.Storage/storageAccounts/queueServices/queues': {
    versions: ['2023-05-01'],
    hasTags: false,
  },
  // 2023-12-01 is the first that knows functionAppConfig.
  'Microsoft.Web/serverfarms': { versions: ['2024-04-01'], hasTags: true },
  'Microsoft.Web/sites': { versions: ['2024-04-01'], hasTags: true },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': {
    versions: ['2024-04-01'],
    hasTags: false,
  },
  'Microsoft.Web/sites/config': { versions: ['2024-04-01'], hasTags: false },
};

/** Roles by their id, under the names of variables. Sources: "Azure built-in roles", "Data plane roles of Azure Cosmos DB", Microsoft Learn. */
export const roles: Readonly<Record<string, string>> = {
  '3913510d-42f4-4e42-8a64-420c390055eb': 'monitoringMetricsPublisher',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'blobDataOwner',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'blobDataContributor',
  '974c5e8b-45b9-4653-ba55-5f855dd0fbe8': 'queueDataContributor',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'tableDataContributor',
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0': 'dataReceiver',
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39': 'dataSender',
  '4633458b-17de-408a-b874-0445c86b69e6': 'secretsUser',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'secretsOfficer',
  '7f951dda-4ed3-4680-a7ca-43fe172d538d': 'acrPull',
  '00000000-0000-0000-0000-000000000002': 'dataContributor',
};

/** Functions of Bicep that the templates call. */
export const functions = new Set([
  ...[
    'concat',
    'contains',
    'empty',
    'environment',
    'guid',
    'json',
    'loadJsonContent',
    'loadTextContent',
  ],
  ...[
    'max',
    'string',
    'subscription',
    'subscriptionResourceId',
    'toLower',
    'union',
    'uniqueString',
    'utcNow',
  ],
]);

/** What Flex Consumption has no use for or refuses. Source: "Flex Consumption plan, deprecated settings", Microsoft Learn. */
export const refusedByFlex = new Set([
  ...[
    'FUNCTIONS_EXTENSION_VERSION',
    'FUNCTIONS_WORKER_RUNTIME',
    'FUNCTIONS_WORKER_RUNTIME_VERSION',
  ],
  ...[
    'FUNCTIONS_MAX_HTTP_CONCURRENCY',
    'FUNCTIONS_WORKER_PROCESS_COUNT',
    'WEBSITE_RUN_FROM_PACKAGE',
  ],
  ...[
    'WEBSITE_NODE_DEFAULT_VERSION',
    'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
    'WEBSITE_CONTENTSHARE',
  ],
  ...[
    'WEBSITE_CONTENTOVERVNET',
    'WEBSITE_VNET_ROUTE_ALL',
    'WEBSITE_DNS_SERVER',
    'ENABLE_ORYX_BUILD',
  ],
  ...['SCM_DO_BUILD_DURING_DEPLOYMENT', 'WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT'],
  ...[
    'alwaysOn',
    'ftpsState',
    'linuxFxVersion',
    'vnetRouteAllEnabled',
    'functionAppScaleLimit',
    'use32BitWorkerProcess',
  ],
]);
