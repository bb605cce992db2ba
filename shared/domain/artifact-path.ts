import { AppError } from './errors.js';

const maxLength = 512;
/** None begins with a dot: those names are the store's own, and `..` leads out of its folder. */
const part = '[0-9A-Za-z_-][0-9A-Za-z._-]*';
const pathForm = new RegExp(`^${part}(/${part})*$`);
const prefixForm = new RegExp(`^(${part}/)*(${part})?$`);
const nameForm = new RegExp(`^${part}$`);

/** The same path. Throws `invalid` for any that the port does not allow. */
export const artifactPath = (path: string) => accept(path, pathForm, 'a path such as a/b/c');

/** How a path may begin; empty for all of them. */
export const artifactPrefix = (prefix: string) =>
  accept(prefix, prefixForm, 'the beginning of a path such as a/b/c');

export const pointerName = (name: string) => accept(name, nameForm, 'a name');

function accept(text: string, form: RegExp, expected: string): string {
  if (text.length <= maxLength && form.test(text)) return text;
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  throw new AppError(
    'invalid',
    `expected ${expected} of letters, digits, '.', '_' and '-', no part beginning with a dot, got ${shown}`,
  );
}
