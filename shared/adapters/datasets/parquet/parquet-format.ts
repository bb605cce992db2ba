import type { DatasetFormat } from '../../../ports/dataset.js';

/** Tables of events or items as data tools export them. */
export const parquet: DatasetFormat = {
  name: 'parquet',
  summary: 'any Parquet: events, or items where no column is a user or session',
  example: 'events.parquet --columns user=uid,item=sku,time=when,type=event',
  endings: ['.parquet'],
  async open(paths, options) {
    // An app that answers requests seldom needs what reads such files.
    const { openFiles } = await import('./open-files.js');
    return openFiles(paths, options);
  },
};
