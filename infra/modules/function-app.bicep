// The app on Flex Consumption. Every setting that the code reads is here or in settings.json; a test compares them.
param token string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
param blobEndpoint string
param cosmosEndpoint string
param cosmosDatabase string
@description('Empty where tasks travel by Storage queues.')
param serviceBusHost string
param taskQueue string
param vaultUri string
@description('Empty where the app encodes by itself.')
param inferenceUrl string
param insightsConnection string
@description('Values of settings.json, and what differs from them.')
param settings object
param instanceMemoryMB int
param maximumInstances int
@description('0 leaves it to Azure.')
param httpConcurrency int
param alwaysReadyInstances int
@description('Empty where data is reached through the internet.')
param subnetId string

// The host resolves these by the identity of the app and gives the code the secret itself.
var secretOf = {
  apiKeys: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/API-KEYS)'
  adminKeys: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/ADMIN-KEYS)'
  inferenceKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/INFERENCE-KEY)'
  shoppingKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/SHOPPING-KEY)'
  sourcePassword: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/SRC-DB-PASS)'
}

var computedSettings = {
  // Nothing listens there but the Functions host; it makes the app ask for keys wherever it believes to be.
  HOST: '0.0.0.0'
  // The package is mounted read-only; this lies on the disk of the instance and goes with it.
  DATA_DIR: '/tmp/tastemaker'
  API_KEYS: secretOf.apiKeys
  ADMIN_KEYS: secretOf.adminKeys
  SHOPPING_KEY: empty(settings.SHOPPING_ENDPOINT) ? '' : secretOf.shoppingKey
  SRC_DB_PASS: empty(settings.SRC_DB_HOST) ? '' : secretOf.sourcePassword
  INFERENCE_URL: inferenceUrl
  INFERENCE_KEY: empty(inferenceUrl) ? '' : secretOf.inferenceKey
  TASK_QUEUE: taskQueue
  COSMOS_ENDPOINT: cosmosEndpoint
  COSMOS_DATABASE: cosmosDatabase
  BLOB_ENDPOINT: blobEndpoint
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  COSMOS__accountEndpoint: cosmosEndpoint
  COSMOS__credential: 'managedidentity'
  COSMOS__clientId: identityClientId
}

var serviceBusSettings = empty(serviceBusHost) ? {} : {
  SERVICE_BUS_CONNECTION__fullyQualifiedNamespace: serviceBusHost
  SERVICE_BUS_CONNECTION__credential: 'managedidentity'
  SERVICE_BUS_CONNECTION__clientId: identityClientId
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}deployment'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'node', version: '22' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        triggers: httpConcurrency == 0 ? {} : { http: { perInstanceConcurrency: httpConcurrency } }
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
      }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, computedSettings, serviceBusSettings)
}

// Deployments come by Entra identity; user names and passwords are off.
resource publishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = [
  for door in ['scm', 'ftp']: {
    parent: app
    name: door
    properties: { allow: false }
  }
]

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
