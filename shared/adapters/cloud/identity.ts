import type { TokenCredential } from '@azure/identity';

/**
 * Who this process is to Azure: its managed identity in the cloud, whoever signed in with the Azure tools at a desk. Nothing
 * is loaded and nobody asked until the first token is needed; tokens are kept until shortly before they expire.
 */
export function azureIdentity(): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      credential ??= load();
      return (await credential).getToken(scopes, options);
    },
  };
}

async function load(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}
