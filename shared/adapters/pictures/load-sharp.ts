type SharpLibrary = typeof import('sharp').default;

let loading: Promise<SharpLibrary> | undefined;

/** The image library, loaded with the first picture: it takes half a second and 30 MB, which many a start never needs. */
export function loadSharp(): Promise<SharpLibrary> {
  loading ??= load();
  return loading;
}

async function load(): Promise<SharpLibrary> {
  const { default: sharp } = await import('sharp');
  // One thread a picture, and nothing kept of it: many pictures at a time, none of them twice.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}
