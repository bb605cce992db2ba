# Sourced by the deployment workflow after the login: what azd would know on a person's machine.

# Who is logged in, by object id, so that it may read the keys which the smoke test sends.
AZURE_PRINCIPAL_ID=$(az account get-access-token --query accessToken --output tsv | node -e '
  const [, claims] = require("node:fs").readFileSync(0, "utf8").split(".");
  process.stdout.write(JSON.parse(Buffer.from(claims, "base64url")).oid);
')
export AZURE_PRINCIPAL_ID

# The image that the inference server runs, which a deployment would otherwise replace by its placeholder.
INFERENCE_IMAGE=''
if [ "${GPU:-none}" != none ]; then
  INFERENCE_IMAGE=$(az resource list --resource-group "rg-$AZURE_ENV_NAME" --resource-type Microsoft.App/containerApps \
    --query '[0].id' --output tsv 2>/dev/null || true)
  if [ -n "$INFERENCE_IMAGE" ]; then
    INFERENCE_IMAGE=$(az resource show --ids "$INFERENCE_IMAGE" --query 'properties.template.containers[0].image' --output tsv)
  fi
  case "$INFERENCE_IMAGE" in *.azurecr.io/*) ;; *) INFERENCE_IMAGE='' ;; esac
fi
export INFERENCE_IMAGE
