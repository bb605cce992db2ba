// What the shop knows. Containers are those of cosmos-containers.json, which the code checks at its start.
param token string
param location string
param tags object
param isPrivate bool
param appPrincipalId string
param principalId string
@allowed(['serverless', 'autoscale'])
param mode string
param maximumThroughput int
param subnetId string
param networkId string

// Built into each account: reads and writes of data, none of containers, keys or settings.
var dataContributor = '00000000-0000-0000-0000-000000000002'
var isServerless = mode == 'serverless'
var definitions = loadJsonContent('../cosmos-containers.json')
// The least that autoscale takes is enough for what is seldom asked.
var leastThroughput = 1000
var busyContainers = ['shop', 'vectors-text', 'vectors-image']
var databaseName = 'tastemaker'
var capabilityNames = concat(isServerless ? ['EnableServerless'] : [], ['EnableNoSQLVectorSearch', 'EnableNoSQLFullTextSearch'])
var principals = empty(principalId) ? [appPrincipalId] : [appPrincipalId, principalId]

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: 'cosmos-${token}'
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: [for capability in capabilityNames: { name: capability }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: databaseName
  properties: { resource: { id: databaseName } }
}

// One at a time: the account refuses changes that overlap.
@batchSize(1)
resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = [
  for definition in definitions: {
    parent: database
    name: definition.id
    properties: {
      resource: definition
      options: isServerless ? {} : {
        autoscaleSettings: {
          maxThroughput: contains(busyContainers, definition.id) ? maximumThroughput : leastThroughput
        }
      }
    }
  }
]

resource roles 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = [
  for principal in principals: {
    parent: account
    name: guid(account.id, principal, dataContributor)
    properties: {
      principalId: principal
      roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
      scope: account.id
    }
  }
]

module endpoint '../network/private-endpoint.bicep' = if (isPrivate) {
  name: 'endpoint-cosmos'
  params: {
    name: 'pe-cosmos-${token}'
    location: location
    tags: tags
    resourceId: account.id
    groupId: 'Sql'
    zoneName: 'privatelink.documents.azure.com'
    subnetId: subnetId
    networkId: networkId
  }
}

output id string = account.id
output endpoint string = account.properties.documentEndpoint
output databaseName string = database.name
