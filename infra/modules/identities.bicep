// Who the app and the inference server are. They are apart, so that neither may do what only the other needs.
param token string
param location string
param tags object
param hasGpu bool

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-app-${token}'
  location: location
  tags: tags
}

resource inference 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (hasGpu) {
  name: 'id-inference-${token}'
  location: location
  tags: tags
}

output appId string = app.id
output appClientId string = app.properties.clientId
output appPrincipalId string = app.properties.principalId
output inferenceId string = hasGpu ? inference.id : ''
output inferencePrincipalId string = hasGpu ? inference!.properties.principalId : ''
