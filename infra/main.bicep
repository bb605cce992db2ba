// Everything that Tastemaker needs on Azure, from nothing, in one resource group. No keys: each part is reached by an
// identity with the narrowest role that does; what has no identity lies in Key Vault.
targetScope = 'subscription'

@description('Name of the environment; resources are named after it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Where everything lies. Has to offer Flex Consumption, and the GPU where one is asked for.')
@minLength(1)
param location string

@description('Who deploys, by object id: may read keys, upload data sets and copy data. Empty grants nobody anything.')
param principalId string = ''

@description('Keys of shops, separated by commas. Empty leaves the ones in the vault as they are.')
@secure()
param apiKeys string = ''

@description('Keys of administrators, separated by commas. Empty leaves the ones in the vault as they are.')
@secure()
param adminKeys string = ''

@description('Key of the inference server, which it shares with the app.')
@secure()
param inferenceKey string = ''

@description('Key of the provider of offers in SHOPPING_ENDPOINT.')
@secure()
param shoppingKey string = ''

@description('Password of the shop database in SRC_DB_HOST.')
@secure()
param sourcePassword string = ''

@description('Settings that differ from infra/settings.json.')
param settings object = {}

@description('Memory of an instance: 512 has a quarter of a core, 2048 one core, 4096 two.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances that may run at a time.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Requests at a time in one instance; 0 leaves it to Azure: 4, 16 or 32 by memory.')
@minValue(0)
@maxValue(1000)
param httpConcurrency int = 0

@description('Instances that wait for requests though none come; each costs money all the time.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('How Cosmos DB is paid: per request, or for the busiest second of each hour.')
@allowed(['serverless', 'autoscale'])
param cosmosMode string = 'serverless'

@description('Request units a second that each busy container may reach; for autoscale alone.')
@minValue(1000)
param cosmosMaximumThroughput int = 4000

@description('What carries the wake-ups of tasks.')
@allowed(['service-bus', 'storage'])
param taskQueue string = 'service-bus'

@description('The GPU of the inference server; without one the app encodes by itself.')
@allowed(['none', 'T4', 'A100'])
param gpu string = 'none'

@description('Inference servers that run though nothing is asked; 0 lets the GPU go after some idle minutes.')
@minValue(0)
@maxValue(10)
param gpuMinimumReplicas int = 0

@description('The image of the inference server; a placeholder until the first one is built.')
param inferenceImage string = ''

@description('Whether data is reached through private endpoints alone.')
param privateNetworking bool = false

@description('Who is written to when an alert fires. Empty: alerts are only seen in the portal.')
param alertEmail string = ''

@description('The cost of a month, in the currency of the subscription, of which the mail tells; 0 sets no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month in which the budget began, as in 2026-12-01, for it cannot be moved. Empty: this month.')
param budgetStart string = ''

@description('Not to be given: only a parameter may ask for the time.')
param thisMonth string = utcNow('yyyy-MM-01')

@description('An hour without a served request is an alert.')
param alertWhenIdle bool = false

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var hasGpu = gpu != 'none'
var hasServiceBus = taskQueue == 'service-bus'
var chosen = union(loadJsonContent('settings.json'), settings)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  scope: group
  name: 'identities'
  params: { token: token, location: location, tags: tags, hasGpu: hasGpu }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    token: token
    location: location
    tags: tags
    appPrincipalId: identities.outputs.appPrincipalId
  }
}

module network 'modules/network/network.bicep' = if (privateNetworking) {
  scope: group
  name: 'network'
  params: { token: token, location: location, tags: tags }
}

module storage 'modules/data/storage.bicep' = {
  scope: group
  name: 'storage'
  params: {
    token: token
    location: location
    tags: tags
    isPrivate: privateNetworking
    appPrincipalId: identities.outputs.appPrincipalId
    principalId: principalId
    subnetId: privateNetworking ? network!.outputs.endpointSubnetId : ''
    networkId: privateNetworking ? network!.outputs.id : ''
  }
}

module cosmos 'modules/data/cosmos.bicep' = {
  scope: group
  name: 'cosmos'
  params: {
    token: token
    location: location
    tags: tags
    isPrivate: privateNetworking
    appPrincipalId: identities.outputs.appPrincipalId
    principalId: principalId
    mode: cosmosMode
    maximumThroughput: cosmosMaximumThroughput
    subnetId: privateNetworking ? network!.outputs.endpointSubnetId : ''
    networkId: privateNetworking ? network!.outputs.id : ''
  }
}

module serviceBus 'modules/data/service-bus.bicep' = if (hasServiceBus) {
  scope: group
  name: 'service-bus'
  params: {
    token: token
    location: location
    tags: tags
    isPrivate: privateNetworking
    appPrincipalId: identities.outputs.appPrincipalId
    subnetId: privateNetworking ? network!.outputs.endpointSubnetId : ''
    networkId: privateNetworking ? network!.outputs.id : ''
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  name: 'vault'
  params: {
    token: token
    location: location
    tags: tags
    isPrivate: privateNetworking
    appPrincipalId: identities.outputs.appPrincipalId
    inferencePrincipalId: identities.outputs.inferencePrincipalId
    principalId: principalId
    apiKeys: apiKeys
    adminKeys: adminKeys
    inferenceKey: inferenceKey
    shoppingKey: shoppingKey
    sourcePassword: sourcePassword
    subnetId: privateNetworking ? network!.outputs.endpointSubnetId : ''
    networkId: privateNetworking ? network!.outputs.id : ''
  }
}

module inference 'modules/inference.bicep' = if (hasGpu) {
  scope: group
  name: 'inference'
  params: {
    token: token
    location: location
    tags: tags
    gpu: gpu
    minimumReplicas: gpuMinimumReplicas
    image: inferenceImage
    identityId: identities.outputs.inferenceId
    identityPrincipalId: identities.outputs.inferencePrincipalId
    vaultUri: vault.outputs.uri
    logAnalyticsName: monitoring.outputs.logAnalyticsName
    settings: chosen
    isPrivate: privateNetworking
    subnetId: privateNetworking ? network!.outputs.inferenceSubnetId : ''
    networkId: privateNetworking ? network!.outputs.id : ''
  }
}

module app 'modules/function-app.bicep' = {
  scope: group
  name: 'function-app'
  params: {
    token: token
    location: location
    tags: tags
    identityId: identities.outputs.appId
    identityClientId: identities.outputs.appClientId
    storageName: storage.outputs.name
    blobEndpoint: storage.outputs.blobEndpoint
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.databaseName
    serviceBusHost: hasServiceBus ? serviceBus!.outputs.host : ''
    taskQueue: taskQueue
    vaultUri: vault.outputs.uri
    inferenceUrl: hasGpu ? inference!.outputs.url : ''
    insightsConnection: monitoring.outputs.connectionString
    settings: chosen
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    httpConcurrency: httpConcurrency
    alwaysReadyInstances: alwaysReadyInstances
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    token: token
    location: location
    tags: tags
    email: alertEmail
    insightsId: monitoring.outputs.id
    cosmosId: cosmos.outputs.id
    serviceBusId: hasServiceBus ? serviceBus!.outputs.id : ''
    whenIdle: alertWhenIdle
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  name: 'workbook'
  params: { location: location, tags: tags, insightsId: monitoring.outputs.id }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0 && !empty(alertEmail)) {
  scope: group
  name: 'budget'
  params: {
    amount: monthlyBudget
    start: empty(budgetStart) ? thisMonth : budgetStart
    email: alertEmail
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output APP_NAME string = app.outputs.name
output APP_URL string = app.outputs.url
output COSMOS_ENDPOINT string = cosmos.outputs.endpoint
output COSMOS_DATABASE string = cosmos.outputs.databaseName
output BLOB_ENDPOINT string = storage.outputs.blobEndpoint
output KEY_VAULT_NAME string = vault.outputs.name
output REGISTRY_NAME string = hasGpu ? inference!.outputs.registryName : ''
output INFERENCE_APP_NAME string = hasGpu ? inference!.outputs.name : ''
