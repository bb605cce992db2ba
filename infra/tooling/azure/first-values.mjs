// Before `azd provision`: makes, once for each environment, the values that nobody should have to think up. They are kept
// in .azure/<environment>/.env on this machine, which git ignores, and in Key Vault.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

const { env } = process;
const makeKey = () => randomBytes(32).toString('base64url');
const wanted = {
  API_KEYS: makeKey,
  ADMIN_KEYS: makeKey,
  ...((env.GPU || 'none') !== 'none' && { INFERENCE_KEY: makeKey }),
  // A budget cannot be given another beginning.
  ...(Number(env.MONTHLY_BUDGET) > 0 && {
    BUDGET_START: () => `${new Date().toISOString().slice(0, 7)}-01`,
  }),
};

function remember(name, value) {
  const { status, error } = spawnSync('azd', ['env', 'set', name, value], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`azd env set ${name} ended with ${status}`);
  process.stdout.write(`${name} was made and is kept in the azd environment\n`);
}

// A pipeline knows no keys: they lie in the vault since the first deployment, and new ones would lock clients out.
if (!env.CI) {
  for (const [name, make] of Object.entries(wanted)) if (!env[name]) remember(name, make());
}
