import { basename } from 'node:path';
import { AppError } from '../../../domain/errors.js';
import type { DataFile } from '../../../ports/data-files.js';
import type { DatasetFormat } from '../../../ports/dataset.js';
import { openBytes } from './byte-stream.js';
import { fileSource, type PlacedFile } from './file-source.js';
import { LineSplitter } from './lines.js';
import { checkOptions } from './option-checks.js';
import { placeFiles } from './place-files.js';
import type { FileKind } from './row-reader.js';

/** What a format sees of a file to tell what it holds. */
export interface SeenFile {
  /** In lower case, without folder and `.gz`. */
  readonly name: string;
  readonly firstLine: string;
  /** Whether the user named the very file, not only its folder. */
  readonly isNamed: boolean;
}

export interface FileFormat {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** What the files are called, for the message about one that is not. */
  readonly files: string;
  readonly endings?: readonly string[];
  /** Undefined where the file is none of this format's. */
  kindOf(file: SeenFile): FileKind | undefined;
  /** Which options mean something to it; the others are refused. */
  readonly takes?: readonly ('columns' | 'defaultType')[];
}

const orders: readonly FileKind['order'][] = ['items', 'users', 'events'];

/** Makes a data set format of files that are read row by row. */
export function fileFormat(format: FileFormat): DatasetFormat {
  return {
    name: format.name,
    summary: format.summary,
    example: format.example,
    ...(format.endings && { endings: format.endings }),
    async open(paths, options) {
      checkOptions(format, options);
      const files = await placeFiles(paths, {
        ...{ format, files: options.files },
        place: (file, isNamed) => place(format, file, isNamed),
      });
      const rank = (file: PlacedFile) => orders.indexOf(file.kind.order);
      const ordered = files.toSorted((a, b) => rank(a) - rank(b));
      return Promise.all(ordered.map((file) => fileSource(file, format.name, options)));
    },
  };
}

async function place(
  format: FileFormat,
  file: DataFile,
  isNamed: boolean,
): Promise<PlacedFile | undefined> {
  const name = basename(file.name).toLowerCase().replace(/\.gz$/, '');
  const firstLine = await readFirstLine(file);
  const kind = format.kindOf({ name, firstLine, isNamed });
  return kind && { file, firstLine, kind };
}

/** Of a damaged file the empty text: reading its rows will say what is wrong. */
async function readFirstLine(file: DataFile): Promise<string> {
  const splitter = new LineSplitter('utf8', { bytes: 0, lines: 0 });
  try {
    for await (const chunk of (await openBytes(file)).chunks) {
      const [line] = splitter.push(chunk);
      if (line) return line.text;
    }
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'invalid')) throw error;
  }
  return splitter.finish()[0]?.text ?? '';
}
