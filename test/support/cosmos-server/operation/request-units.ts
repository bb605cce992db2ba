/**
 * The cost model of this server. From "Request Units in Azure Cosmos DB" and "Find the request unit charge": a point
 * read of 1 KB costs 1 RU and of 100 KB 10 RU; the insert of 1 KB costs about 5 RU without indexing, of 100 KB about 50;
 * a replace costs about twice an insert; a query costs at least 2.3 RU. What follows between and beyond, and what
 * indexing adds, is interpolated; searches by vectors and words are charged as any query, which on the service cost more.
 * Measure on an account before money is spent on it.
 */
const kilobyte = 1_024;

interface Indexed {
  readonly indexingPolicy: { readonly indexingMode: 'consistent' | 'none' };
}

/** 1 RU a read; 9 more over the next 99 KB. */
export const pointReadUnits = (sizeBytes: number): number => rounded(grown(1, sizeBytes));

/** 5 RU an insert of 1 KB, 45 more over the next 99 KB; 6 % more where everything is indexed. */
export function writeUnits(sizeBytes: number, { indexingPolicy }: Indexed): number {
  const isIndexed = indexingPolicy.indexingMode !== 'none';
  return rounded(grown(5, sizeBytes) * (isIndexed ? 1.06 : 1));
}

export const replaceUnits = (sizeBytes: number, definition: Indexed): number =>
  rounded(2 * writeUnits(sizeBytes, definition));

export interface QueryWork {
  /** Documents that the query loaded: indexes and their order spare it all others. */
  readonly matched: number;
  readonly matchedBytes: number;
  readonly returnedBytes: number;
}

/** 2.3 RU for a page, and then 0.03 a document and KB that it loads or returns: about 11 for 100 of 1 KB. */
export function queryUnits({ matched, matchedBytes, returnedBytes }: QueryWork): number {
  const kilobytes = (matchedBytes + returnedBytes) / kilobyte;
  return rounded(2.3 + 0.03 * (matched + kilobytes));
}

const lookedUp = [404, 409, 412];

/** What is refused after a look at the documents costs that look; what is refused before costs nothing. */
export const refusedUnits = ({ status }: { readonly status: number }): number =>
  lookedUp.includes(status) ? 1 : 0;

/** What databases, containers and the like cost. */
export const metadataUnits = 1;

function grown(base: number, sizeBytes: number): number {
  const beyond = Math.max(0, sizeBytes - kilobyte) / (99 * kilobyte);
  return base * (1 + 9 * beyond);
}

const rounded = (units: number) => Math.round(units * 100) / 100;
