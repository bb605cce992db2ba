import { expect, test } from 'vitest';
import { parseTemplate } from '../../support/bicep/parse-template.js';

const only = (source: string) => parseTemplate(source).statements[0];
const name = (text: string) => ({ kind: 'name', name: text });
const literal = (value: unknown) => ({ kind: 'literal', value });

test('parameters are read with type, value and whether they are secret', () => {
  expect(only("@secure()\n@description('of (all)')\nparam key string")).toMatchObject({
    kind: 'param',
    name: 'key',
    type: 'string',
    fallback: undefined,
    isSecure: true,
  });
  expect(only('param count int = 3 // three')).toMatchObject({
    fallback: literal(3),
    isSecure: false,
  });
});

test('strings are read with what is put into them', () => {
  expect(only(`var text = 'a\${b.c}d\${e('}')}'`)).toMatchObject({
    value: {
      kind: 'text',
      pieces: [
        literal('a'),
        { kind: 'member', of: name('b'), name: 'c' },
        literal('d'),
        { kind: 'call', name: 'e', with: [literal('}')] },
        literal(''),
      ],
    },
  });
  expect(only(`var text = 'it\\'s \\\${5}'`)).toMatchObject({ value: literal(`it's \${5}`) });
  expect(only(`var text = '''raw \${x} 'y' '''`)).toMatchObject({
    value: literal(`raw \${x} 'y' `),
  });
});

test('loops, conditions and indices are read as they nest', () => {
  const source =
    "resource all 'A.B/c@2024-01-01' = [\n  for (x, at in_) in list: if (x.on) {\n    name: list[at]\n  }\n]";
  expect(() => only(source)).toThrow('line 2: expected ")"');
  const loop = only(source.replace(' in_', ''));
  expect(loop).toMatchObject({
    kind: 'resource',
    type: 'A.B/c',
    version: '2024-01-01',
    value: { kind: 'for', names: ['x', 'at'], over: name('list') },
    body: [{ key: 'name', value: { kind: 'index', of: name('list'), at: name('at') } }],
  });
});

test('a ternary may go on in the next line, and operators nest', () => {
  expect(only("var a = b == 'c' && !d ? {} :\n  [1, -2]")).toMatchObject({
    value: {
      kind: 'operation',
      operands: [{ kind: 'operation' }, { kind: 'object' }, { kind: 'array' }],
    },
  });
});

test('what is not of the subset is refused with its line', () => {
  expect(() => parseTemplate("var a = 1\nvar b = 'open")).toThrow(
    'line 2: a string without an end',
  );
  expect(() => parseTemplate('var a = 1 2')).toThrow('line 1: expected the end of the line');
  expect(() => parseTemplate('\n\nfunc f() int => 1')).toThrow('line 3: func is not known');
  expect(() => parseTemplate('var a = #')).toThrow('line 1');
  expect(() => parseTemplate(`var a = 'x\${b c}'`)).toThrow(
    'expected the end of what is put into a string',
  );
  expect(() => parseTemplate("var a = '\\q'")).toThrow('an unknown escape');
  expect(() => parseTemplate('var a = {b: 1 c: 2}')).toThrow('a comma or a new line');
});
