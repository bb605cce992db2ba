const megabyte = 1024 * 1024;

export const asMegabytes = (bytes) => `${(bytes / megabyte).toFixed(1)} MB`;

/** One line a package, or a thing at the root, that stayed behind: the largest first. */
export function describeLeftOut(leftOut, mostLines) {
  const groups = new Map();
  for (const { path, isForDevelopment, sizeBytes, files } of leftOut) {
    const name = isForDevelopment ? 'packages for development' : groupOf(path);
    const sum = groups.get(name) ?? { sizeBytes: 0, files: 0 };
    groups.set(name, { sizeBytes: sum.sizeBytes + sizeBytes, files: sum.files + files });
  }
  const lines = [...groups]
    .sort(([, a], [, b]) => b.sizeBytes - a.sizeBytes)
    .map(([name, { sizeBytes, files }]) => {
      const size = asMegabytes(sizeBytes).padStart(10);
      return `${size} ${String(files).padStart(6)} files  ${name}`;
    });
  const rest = lines.length - mostLines;
  return [...lines.slice(0, mostLines), ...(rest > 0 ? [`  … and ${rest} more`] : [])].join('\n');
}

/** The package that something belongs to, or the folder at the root. */
function groupOf(path) {
  const [first, second = '', third = ''] = path.split('/');
  if (first !== 'node_modules') return first;
  return second.startsWith('@') ? `${second}/${third}` : second;
}
