export interface Charge {
  /** `Read`, `Query`, `Batch` …, or of what else it was. */
  readonly operation: string;
  /** The container, or the path of what is no document: `dbs/shop/colls/items`. */
  readonly resource: string;
  readonly requestUnits: number;
}

const maxCharges = 100_000;

/** What was charged since somebody last looked; of more than 100,000 the oldest are forgotten. */
export class ChargeLedger {
  #charges: Charge[] = [];

  add(charge: Charge): void {
    this.#charges.push(charge);
    if (this.#charges.length > 2 * maxCharges) this.#charges = this.#charges.slice(-maxCharges);
  }

  take(): readonly Charge[] {
    const charges = this.#charges.slice(-maxCharges);
    this.#charges = [];
    return charges;
  }
}
