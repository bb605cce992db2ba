import { z } from 'zod';
import { accountForm } from './blob-variables.js';
import { isHere } from './connection-string.js';
import { json } from './environment.js';
import { schedule } from './schedule.js';

/** Data sets that are read by themselves whenever there are new ones. */
export interface DataSourceConfig {
  /** Of a blob, or of a folder of blobs: `https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER/`. */
  readonly address: string;
  readonly format: (typeof dataSourceFormats)[number];
  /** NCRONTAB of six fields in UTC; undefined where nothing is read by itself. */
  readonly schedule: string | undefined;
  /** Our field → the column. */
  readonly columns: Readonly<Record<string, string>>;
  /** The type of events whose rows name none. */
  readonly defaultType: string | undefined;
}

const dataSourceFormats = ['parquet', 'csv', 'ndjson'] as const;

/** As Azure Machine Learning writes them, with the workspace or without. */
const datastorePath =
  /^azureml:\/\/(?:subscriptions\/[^/]+\/resourcegroups\/[^/]+\/(?:providers\/[^/]+\/)?workspaces\/[^/]+\/)?datastores\/[^/]+\/paths\/([^?#]*)$/i;

const columns = json('{"user": "customer_id", "time": "when"}').pipe(
  z.record(z.string().min(1).max(64), z.string().min(1).max(256)),
);

/** Addresses carry no rights: a signature in one would be a secret in the wrong place. */
const isBlobAddress = (text: string) => {
  if (!URL.canParse(text)) return false;
  const { origin, pathname, search, hash } = new URL(text);
  const names = pathname.split('/').filter((part) => part !== '');
  const isPlain = search === '' && hash === '' && new URL(text).username === '';
  if (isHere(text)) return isPlain && names.length >= 2;
  return isPlain && accountForm.test(origin) && names.length >= 1;
};

const example = 'https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER/';

export const dataSourceVariables = {
  DATA_SOURCE_URL: z
    .string()
    .max(4_096)
    .refine((text) => datastorePath.test(text) || isBlobAddress(text), {
      error: `expected ${example} without a signature, or azureml://datastores/NAME/paths/FOLDER/`,
    })
    .optional(),
  DATA_SOURCE_DATASTORE: z
    .string()
    .max(2_048)
    .refine(isBlobAddress, {
      error:
        'expected the container of the datastore: https://ACCOUNT.blob.core.windows.net/CONTAINER',
    })
    .optional(),
  DATA_SOURCE_SCHEDULE: schedule('0 0 * * * *'),
  DATA_SOURCE_FORMAT: z.enum(dataSourceFormats).default('parquet'),
  DATA_SOURCE_COLUMNS: columns,
  DATA_SOURCE_TYPE: z.string().min(1).max(64).optional(),
};

const schema = z.object({ ...dataSourceVariables, BLOB_ENDPOINT: z.string().optional() });
type Values = z.output<typeof schema>;

/** The name of a datastore says nothing of where it is; an emulator is entered as its pictures and models are. */
export function demandDatastore(values: Values, context: z.RefinementCtx): void {
  const { DATA_SOURCE_URL: url, DATA_SOURCE_DATASTORE: datastore, BLOB_ENDPOINT: blobs } = values;
  const need = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  if (url === undefined) return;
  const address = addressOf(values);
  if (datastorePath.test(url) && datastore === undefined)
    need('DATA_SOURCE_DATASTORE', 'needed when DATA_SOURCE_URL begins with azureml:');
  else if (address && isHere(address) && !(blobs && address.startsWith(`${blobs}/`)))
    need('BLOB_ENDPOINT', 'needed when DATA_SOURCE_URL leads to an emulator: its address');
}

export function readDataSourceConfig(values: Values): DataSourceConfig | undefined {
  const address = addressOf(values);
  if (address === undefined) return undefined;
  return {
    ...{ address, format: values.DATA_SOURCE_FORMAT, schedule: values.DATA_SOURCE_SCHEDULE },
    ...{ columns: values.DATA_SOURCE_COLUMNS, defaultType: values.DATA_SOURCE_TYPE },
  };
}

function addressOf(values: Values): string | undefined {
  const { DATA_SOURCE_URL: url, DATA_SOURCE_DATASTORE: datastore } = values;
  if (url === undefined) return undefined;
  const path = datastorePath.exec(url)?.[1];
  if (path === undefined) return url;
  return datastore && `${datastore.replace(/\/+$/, '')}/${path}`;
}
