import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/**
 * Who this process is to Azure: its managed identity in the cloud, whoever signed in with the Azure tools on a desk. Asks
 * nobody until the first token is needed, and keeps tokens until shortly before they expire.
 */
export function azureIdentity(clientId: string | undefined): TokenCredential {
  return new DefaultAzureCredential(
    clientId === undefined ? {} : { managedIdentityClientId: clientId },
  );
}
