// The inference server on a GPU that goes when nobody asks, and the registry that its image comes from.
param token string
param location string
param tags object
@allowed(['T4', 'A100'])
param gpu string
param minimumReplicas int
param image string
param identityId string
param identityPrincipalId string
param vaultUri string
param logAnalyticsName string
@description('Of the app, which must know the same models.')
param settings object
param isPrivate bool
param subnetId string
param networkId string

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'
var profiles = {
  T4: { type: 'Consumption-GPU-NC8as-T4', cpu: '8', memory: '56Gi' }
  A100: { type: 'Consumption-GPU-NC24-A100', cpu: '24', memory: '220Gi' }
}
var profile = profiles[gpu]
// Stands in until the first image is built; it answers on port 80 and has no such routes, so it is not probed.
var placeholder = 'mcr.microsoft.com/k8se/quickstart:latest'
var hasImage = !empty(image)
var port = 8080
var probes = [
  { type: 'Liveness', httpGet: { path: '/healthz', port: port }, periodSeconds: 10 }
  { type: 'Readiness', httpGet: { path: '/readyz', port: port }, periodSeconds: 5, failureThreshold: 10 }
  // Loading a model onto a GPU takes a while, and a threshold is 10 at most.
  { type: 'Startup', httpGet: { path: '/healthz', port: port }, periodSeconds: 30, failureThreshold: 10 }
]

resource logAnalytics 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: logAnalyticsName
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'cr${token}'
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false, anonymousPullEnabled: false }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identityPrincipalId, acrPull)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}

resource house 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: 'cae-${token}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: { destination: 'azure-monitor' }
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
      { name: 'gpu', workloadProfileType: profile.type }
    ]
    vnetConfiguration: isPrivate ? { internal: true, infrastructureSubnetId: subnetId } : null
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: house
  name: 'logs'
  properties: {
    workspaceId: logAnalytics.id
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

resource server 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'ca-inference-${token}'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    environmentId: house.id
    workloadProfileName: 'gpu'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: hasImage ? port : 80
        transport: 'auto'
        allowInsecure: false
      }
      registries: [{ server: registry.properties.loginServer, identity: identityId }]
      secrets: [
        { name: 'inference-key', keyVaultUrl: '${vaultUri}secrets/INFERENCE-KEY', identity: identityId }
      ]
    }
    template: {
      // Longer than INFERENCE_DRAIN_SECONDS.
      terminationGracePeriodSeconds: 40
      containers: [
        {
          name: 'inference'
          image: hasImage ? image : placeholder
          resources: { cpu: json(profile.cpu), memory: profile.memory }
          env: [
            { name: 'HOST', value: '0.0.0.0' }
            { name: 'PORT', value: string(port) }
            { name: 'INFERENCE_KEYS', secretRef: 'inference-key' }
            { name: 'INFERENCE_DEVICE', value: 'cuda' }
            { name: 'TEXT_MODEL', value: settings.TEXT_MODEL }
            { name: 'IMAGE_MODEL', value: settings.IMAGE_MODEL }
            { name: 'ENABLE_CLIP', value: settings.ENABLE_CLIP }
            { name: 'LOG_LEVEL', value: settings.LOG_LEVEL }
          ]
          probes: hasImage ? probes : []
        }
      ]
      scale: {
        minReplicas: minimumReplicas
        maxReplicas: max(1, minimumReplicas)
        cooldownPeriod: 300
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '64' } } }]
      }
    }
  }
  dependsOn: [pull]
}

module zone 'network/environment-zone.bicep' = if (isPrivate) {
  name: 'inference-zone'
  params: {
    domain: house.properties.defaultDomain
    address: house.properties.staticIp
    tags: tags
    networkId: networkId
  }
}

output name string = server.name
output url string = 'https://${server.properties.configuration.ingress.fqdn}'
output registryName string = registry.name
