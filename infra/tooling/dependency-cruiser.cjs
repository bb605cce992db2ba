/** The rooms of the house and what each may touch: one line a room, in the order that data flows. */
const rooms = [
  ['domain-is-alone', '^shared/domain/', '^shared/domain/'],
  ['ports-speak-domain', '^shared/ports/', '^shared/(domain|ports)/'],
  ['contracts-speak-domain', '^shared/contracts/', '^shared/(domain|contracts)/'],
  ['config-speaks-domain', '^shared/config(\\.ts$|/)', '^shared/(domain/|config/)'],
  ['use-cases-see-ports', '^shared/use-cases/', '^shared/(domain|ports|use-cases)/'],
  ['adapters-implement-ports', '^shared/adapters/', '^shared/(domain|ports|contracts|adapters)/'],
  [
    'models-implement-ports',
    '^models/(recommenders|encoders|vectors|numeric)/',
    '^(shared/(domain|ports)|models/(recommenders|encoders|vectors|numeric))/',
  ],
  [
    'inference-server-and-training-know-no-functions',
    '^models/(server|training)/',
    '^(models|shared)/',
  ],
  [
    'triggers-see-use-cases',
    '^functions/(http|queue|timer|changes|console)/',
    '^(functions/(http|queue|timer|changes|console)/|functions/trigger\\.ts$|shared/(domain|ports|contracts|use-cases)/)',
  ],
  ['trigger-type-is-a-leaf', '^functions/trigger\\.ts$', '^shared/ports/'],
  [
    'hosts-see-compose',
    '^functions/(main\\.ts|local\\.ts|worker\\.ts|host/|command/)',
    '^(functions/(compose|trigger)\\.ts$|functions/(compose|host|command)/|shared/config\\.ts$|shared/(domain|ports)/)',
  ],
];

const room = ([name, from, mayTouch]) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(functions|shared|models|infra|test)/', pathNot: mayTouch },
});

/** Which rooms may name which packages; every other room must do without. */
const packages = [
  ['functions-library-in-its-host', '^functions/main\\.ts$', ['@azure/functions']],
  ['router-in-the-local-host', '^functions/(local\\.ts$|host/)', ['find-my-way']],
  ['docs-viewer-at-the-door', '^functions/(http|console)/', ['swagger-ui-dist']],
  [
    'zod-at-the-edge',
    '^(shared/(contracts/|config)|shared/adapters/|functions/|models/(server|training)/)',
    ['zod'],
  ],
  ['database-behind-the-store', '^shared/adapters/embedded/', ['libsql']],
  ['source-behind-its-port', '^shared/adapters/postgres/', ['pg']],
  ['cache-behind-its-port', '^shared/adapters/(memory|shopping)/', ['lru-cache']],
  [
    'messages-behind-their-queue',
    '^shared/adapters/cloud/',
    ['@azure/service-bus', '@azure/storage-queue'],
  ],
  ['documents-behind-their-stores', '^shared/adapters/cloud/cosmos/', ['@azure/cosmos']],
  ['identities-at-the-cloud', '^shared/adapters/cloud/', ['@azure/identity']],
  ['blobs-behind-their-store', '^shared/adapters/cloud/', ['@azure/storage-blob']],
  ['faults-behind-their-client', '^shared/adapters/(cloud|shopping|pictures)/', ['cockatiel']],
  ['pictures-behind-their-reader', '^(shared/adapters/pictures|models/encoders)/', ['sharp']],
  ['addresses-behind-their-fetcher', '^shared/adapters/pictures/', ['ipaddr.js']],
  ['forms-at-the-door', '^functions/http/edge/', ['@remix-run/multipart-parser']],
  ['metrics-behind-their-registry', '^(models/server|shared/adapters/metrics)/', ['prom-client']],
  ['insights-behind-telemetry', '^shared/adapters/cloud/app-insights/', ['applicationinsights']],
  ['cookies-at-the-door', '^functions/http/', ['cookie']],
  ['console-behind-its-ports', '^shared/adapters/console/', ['pino', 'cli-progress']],
  [
    'onnx-runtime-in-the-workshop',
    '^models/(recommenders|encoders|numeric|server)/',
    ['onnxruntime-node', 'onnxruntime-common'],
  ],
  ['cron-in-the-local-host', '^(functions/host/|shared/config/)', ['croner']],
  ['transformers-in-the-workshop', '^models/(encoders|server)/', ['@xenova/transformers']],
  [
    'formats-behind-their-reader',
    '^shared/adapters/datasets/',
    ['csv-parse', 'hyparquet', 'hyparquet-compressors'],
  ],
];

const onlyIn = ([name, allowedIn, names]) => ({
  name,
  severity: 'error',
  from: { path: '^(functions|shared|models)/', pathNot: allowedIn },
  to: { path: `^node_modules/(${names.join('|')})/` },
});

const compositionRoots = 'functions/compose(\\.ts$|/)|models/(server|training)/';

module.exports = {
  forbidden: [
    ...rooms.map(room),
    ...packages.map(onlyIn),
    {
      name: 'only-roots-choose-adapters',
      severity: 'error',
      from: {
        path: '^(functions|shared|models)/',
        pathNot: `^(${compositionRoots}|shared/adapters/|models/(recommenders|encoders|vectors)/)`,
      },
      to: { path: '^(shared/adapters|models/(recommenders|encoders|vectors))/' },
    },
    {
      name: 'kinds-of-adapters-are-strangers',
      severity: 'error',
      from: { path: '^shared/adapters/([^/]+)/' },
      to: { path: '^shared/adapters/', pathNot: '^shared/adapters/$1/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '^test/|\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'no-dev-package-in-product',
      severity: 'error',
      from: { path: '^(functions|shared|models)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^node_modules/@types/',
      },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^models/numeric/assembly/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
