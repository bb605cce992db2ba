export interface Greeting {
  /** Such as `http://127.0.0.1:7071`. */
  readonly origin: string;
  /** A shopper and an item that exist, where any do. */
  readonly example: { readonly userId?: string; readonly itemId?: string };
  readonly wantsKey: boolean;
}

/** What the terminal says once the API answers: where, and three calls to paste into a POSIX shell. */
export function greeting({ origin, example, wantsKey }: Greeting): string {
  const key = wantsKey ? ' -H "x-functions-key: $API_KEY"' : '';
  const { userId, itemId } = example;
  const calls =
    userId !== undefined && itemId !== undefined
      ? askFor(origin, { userId, itemId })
      : fillAndAsk(origin);
  return [
    '',
    `Tastemaker is ready at ${origin}/api/ and documented at ${origin}/api/docs`,
    'Try it:',
    '',
    ...calls.map((call) => `  curl${key} ${call}`),
    '',
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

function askFor(
  origin: string,
  { userId, itemId }: { readonly userId: string; readonly itemId: string },
): readonly string[] {
  return [
    address(origin, ['recommendations', userId], '?limit=5'),
    address(origin, ['items', itemId, 'bought_together'], '?limit=5'),
    address(origin, ['trending'], '?limit=5'),
  ];
}

function fillAndAsk(origin: string): readonly string[] {
  const post = (route: string, row: object) =>
    `${address(origin, [route])} -H 'content-type: application/json' -d '${JSON.stringify(row)}'`;
  return [
    post('items', { id: 'mug-1', name: 'Blue mug', categories: ['Mugs'] }),
    post('events', { user_id: 'ann', item_id: 'mug-1', type: 'view' }),
    address(origin, ['recommendations', 'bob'], '?limit=5'),
  ];
}

/** An apostrophe is the one thing that would end the quotes, and the one that encoding leaves alone. */
function address(origin: string, path: readonly string[], query = ''): string {
  const encoded = path.map((part) => encodeURIComponent(part).replaceAll("'", '%27')).join('/');
  return `'${origin}/api/${encoded}${query}'`;
}
