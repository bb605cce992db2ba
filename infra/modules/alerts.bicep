// What somebody should know of before a shopper tells.
param token string
param location string
param tags object
@description('Empty: alerts are only seen in the portal.')
param email string
param insightsId string
param cosmosId string
@description('Empty where tasks travel by Storage queues.')
param serviceBusId string
param whenIdle bool

var actionsOfMetric = empty(email) ? [] : [{ actionGroupId: group.id }]
var actionsOfQuery = empty(email) ? [] : [group.id]

// severity: 1 shoppers notice it, 2 they soon will, 3 it costs money.
var metricsOfAll = [
  {
    name: 'failures'
    description: 'More than 10 requests failed within 5 minutes.'
    resourceId: insightsId
    namespace: 'microsoft.insights/components'
    metric: 'requests/failed'
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT5M'
    severity: 1
    dimensions: []
  }
  {
    name: 'throttled'
    description: 'Cosmos DB refused more than 50 requests within 5 minutes, for want of request units.'
    resourceId: cosmosId
    namespace: 'Microsoft.DocumentDB/databaseAccounts'
    metric: 'TotalRequests'
    aggregation: 'Count'
    operator: 'GreaterThan'
    threshold: 50
    window: 'PT5M'
    severity: 2
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
  }
  {
    name: 'request-units'
    description: 'Cosmos DB charged more than 20 million request units within an hour, 5 dollars where it is serverless.'
    resourceId: cosmosId
    namespace: 'Microsoft.DocumentDB/databaseAccounts'
    metric: 'TotalRequestUnits'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 20000000
    window: 'PT1H'
    severity: 3
    dimensions: []
  }
]

var metricsOfQueues = [
  {
    name: 'dead-letters'
    description: 'A task failed so often that its message was put aside.'
    resourceId: serviceBusId
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'DeadletteredMessages'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    severity: 2
    dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
  }
]

// Each finds rows while all is not well.
var queriesOfAll = [
  {
    name: 'training-stale'
    description: 'No training has completed for a day and a half.'
    text: loadTextContent('queries/training-stale.kql')
    window: 'P2D'
    every: 'PT1H'
    severity: 2
  }
  {
    name: 'latency'
    description: 'One in twenty requests took more than a second over 15 minutes.'
    text: loadTextContent('queries/latency.kql')
    window: 'PT15M'
    every: 'PT15M'
    severity: 2
  }
]

var queriesOfIdleness = [
  {
    name: 'no-requests'
    description: 'No request was served for an hour.'
    text: loadTextContent('queries/no-requests.kql')
    window: 'PT1H'
    every: 'PT15M'
    severity: 1
  }
]

var metrics = empty(serviceBusId) ? metricsOfAll : concat(metricsOfAll, metricsOfQueues)
var queries = whenIdle ? concat(queriesOfAll, queriesOfIdleness) : queriesOfAll

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'tastemaker'
    emailReceivers: [{ name: 'owner', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metrics: {
    name: 'alert-${alert.name}-${token}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [alert.resourceId]
      evaluationFrequency: 'PT5M'
      windowSize: alert.window
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: alert.namespace
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: alert.operator
            threshold: alert.threshold
            dimensions: alert.dimensions
          }
        ]
      }
      actions: actionsOfMetric
    }
  }
]

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in queries: {
    name: 'alert-${alert.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Tastemaker: ${alert.name}'
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [insightsId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.text
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: actionsOfQuery }
    }
  }
]
