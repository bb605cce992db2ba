/** The floats of a model's output. Throws where it has none by this name and of this size. */
export function floatsOf(output: unknown, name: string, dims: readonly number[]): Float32Array {
  const tensor = read(read(output, name), 'data');
  const given = read(read(output, name), 'dims');
  if (tensor instanceof Float32Array && String(given) === String(dims)) return tensor;
  throw new Error(
    `expected ${name} of ${dims.join(' × ')}, got ${JSON.stringify(given) ?? 'none'}`,
  );
}

function read(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined;
}
