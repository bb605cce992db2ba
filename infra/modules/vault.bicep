// Only what no identity can stand for: keys that clients send to us, and those that other people's services want.
param token string
param location string
param tags object
param isPrivate bool
param appPrincipalId string
@description('Empty where there is no inference server.')
param inferencePrincipalId string
param principalId string
@secure()
param apiKeys string
@secure()
param adminKeys string
@secure()
param inferenceKey string
@secure()
param shoppingKey string
@secure()
param sourcePassword string
param subnetId string
param networkId string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var readers = empty(inferencePrincipalId) ? [appPrincipalId] : [appPrincipalId, inferencePrincipalId]
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${token}'
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }
}

// A secret that is not given stays as it is.
resource apiKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(apiKeys)) {
  parent: vault
  name: 'API-KEYS'
  properties: { value: apiKeys }
}

resource adminKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(adminKeys)) {
  parent: vault
  name: 'ADMIN-KEYS'
  properties: { value: adminKeys }
}

resource inferenceKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(inferenceKey)) {
  parent: vault
  name: 'INFERENCE-KEY'
  properties: { value: inferenceKey }
}

resource shoppingKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(shoppingKey)) {
  parent: vault
  name: 'SHOPPING-KEY'
  properties: { value: shoppingKey }
}

resource sourcePasswordSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(sourcePassword)) {
  parent: vault
  name: 'SRC-DB-PASS'
  properties: { value: sourcePassword }
}

resource readerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in readers: {
    scope: vault
    name: guid(vault.id, reader, secretsUser)
    properties: {
      principalId: reader
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    }
  }
]

resource deployerRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId)) {
  scope: vault
  name: guid(vault.id, principalId, secretsOfficer)
  properties: {
    principalId: principalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

module endpoint 'network/private-endpoint.bicep' = if (isPrivate) {
  name: 'endpoint-vault'
  params: {
    name: 'pe-vault-${token}'
    location: location
    tags: tags
    resourceId: vault.id
    groupId: 'vault'
    zoneName: 'privatelink.vaultcore.azure.net'
    subnetId: subnetId
    networkId: networkId
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
