// Before `azd provision`: makes, once for each environment, the values that nobody should have to think up.
// They are kept in .azure/<environment>/.env on this machine, which git ignores, and in Key Vault.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';

/**
 * What an environment lacks. `makeKey` gives another secret each time, `today` is a date as in 2026-12-24.
 * Pipelines are given nothing: their keys lie in the vault since the first deployment, and new ones would lock clients out.
 */
export function firstValues(environment, makeKey, today) {
  if (environment.CI) return {};
  const hasGpu = (environment.GPU ?? 'none') !== 'none';
  const hasBudget = Number(environment.MONTHLY_BUDGET ?? 0) > 0;
  const wanted = {
    API_KEYS: makeKey,
    ADMIN_KEYS: makeKey,
    ...(hasGpu && { INFERENCE_KEY: makeKey }),
    ...(hasBudget && { BUDGET_START: () => `${today.slice(0, 7)}-01` }),
  };
  const missing = Object.entries(wanted).filter(([name]) => !environment[name]);
  return Object.fromEntries(missing.map(([name, make]) => [name, make()]));
}

function remember(name, value) {
  const { status, error } = spawnSync('azd', ['env', 'set', name, value], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`azd env set ${name} ended with ${status}`);
  process.stdout.write(`${name} was made and is kept in the azd environment\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const makeKey = () => randomBytes(32).toString('base64url');
  const today = new Date().toISOString().slice(0, 10);
  for (const [name, value] of Object.entries(firstValues(process.env, makeKey, today)))
    remember(name, value);
}
