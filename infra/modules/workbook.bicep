// The state of the shop on one page, in the portal under Workbooks.
param location string
param tags object
param insightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(insightsId, 'tastemaker')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Tastemaker'
    category: 'workbook'
    sourceId: insightsId
    serializedData: loadTextContent('workbook.json')
  }
}
