import rhea, { type Delivery, type Sender } from 'rhea';

type State = 'accepted' | 'rejected';

/**
 * Answers deliveries. rhea writes the outcomes of one turn of the event loop in one frame, and neighbours get the first
 * one's, like or not; so unlike outcomes take turns.
 */
export function makeAnswers(): (delivery: Delivery, error?: object) => void {
  const waiting: (readonly [Delivery, object | undefined])[] = [];
  let isWriting = false;
  const write = () => {
    let written: State | undefined;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const [delivery, error] = next;
      const state = error === undefined ? 'accepted' : 'rejected';
      if (written !== undefined && (written !== state || error !== undefined)) break;
      delivery.update(true, outcome(error));
      // Nothing more comes of it; rhea keeps a place for it otherwise.
      Object.assign(delivery, { remote_settled: true });
      waiting.shift();
      written = state;
    }
    isWriting = written !== undefined;
    if (isWriting) setImmediate(write);
  };
  return (delivery, error) => {
    waiting.push([delivery, error]);
    if (!isWriting) write();
  };
}

function outcome(error: object | undefined): unknown {
  const { message } = rhea as unknown as {
    readonly message: Record<State, (fields?: object) => { described(): unknown }>;
  };
  return (error === undefined ? message.accepted() : message.rejected({ error })).described();
}

/** What rhea's types hide of a sending link. */
type Insides = Sender & {
  credit: number;
  delivery_count: number;
  _draining: boolean;
  _drained: boolean;
  _get_drain(): boolean;
};

/** The credit of a sending link, of which rhea only counts off what has been written. */
export class Credit {
  readonly #link: Insides;
  #sent = 0;
  #drained = 0;

  constructor(link: Sender) {
    this.#link = link as Insides;
    this.#link._get_drain = () => this.#drain();
  }

  /** How many more may be sent now. */
  get left(): number {
    const { credit, delivery_count: counted } = this.#link;
    const unwritten = this.#sent - (counted - this.#drained);
    return this.#link.is_open() ? credit - unwritten : 0;
  }

  spend(): void {
    this.#sent += 1;
  }

  /** rhea would not answer a drain where all credit was used up meanwhile, and the SDK would wait in vain. */
  #drain(): boolean {
    const link = this.#link;
    if (!link._draining || !link._drained) return false;
    this.#drained += link.credit;
    link.delivery_count += link.credit;
    link.credit = 0;
    link._draining = false;
    return true;
  }
}
