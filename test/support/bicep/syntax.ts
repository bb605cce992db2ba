/** The part of Bicep that the templates use, as a tree. Source: "Bicep file structure and syntax", Microsoft Learn. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A string with `${…}` in it. */
  | { readonly kind: 'text'; readonly pieces: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'call';
      readonly of: Expression | undefined;
      readonly name: string;
      readonly with: readonly Expression[];
    }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | Loop
  /** Operators of one, two or three operands alike. */
  | { readonly kind: 'operation'; readonly operands: readonly Expression[] };

export interface Entry {
  /** A name, or a string with `${…}` in it. */
  readonly key: string | Expression;
  readonly value: Expression;
}

interface Loop {
  readonly kind: 'for';
  readonly names: readonly string[];
  readonly over: Expression;
  readonly body: Expression;
}

interface Named {
  readonly name: string;
  readonly line: number;
}

export interface Parameter extends Named {
  readonly kind: 'param';
  readonly type: string;
  readonly fallback: Expression | undefined;
  readonly isSecure: boolean;
}

interface Variable extends Named {
  readonly kind: 'var';
  readonly value: Expression;
}

interface Output extends Named {
  readonly kind: 'output';
  readonly value: Expression;
}

export interface Resource extends Named {
  readonly kind: 'resource';
  readonly type: string;
  readonly version: string;
  readonly isExisting: boolean;
  /** Conditions, loops and the object, as they stand. */
  readonly value: Expression;
  readonly body: readonly Entry[];
}

export interface Module extends Named {
  readonly kind: 'module';
  readonly path: string;
  readonly value: Expression;
  readonly body: readonly Entry[];
}

export type Statement = Parameter | Variable | Output | Resource | Module;

export interface Template {
  readonly statements: readonly Statement[];
  readonly targetScope: string;
}
