/** Anything that JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What an expression gives: JSON, or nothing at all (`undefined`, which is not `null`). */
export type Value = Json | undefined;

interface Member {
  readonly kind: 'member';
  readonly of: Expression;
  readonly key: string;
  /** Whether it was written `.key` and not `["key"]`. */
  readonly dotted: boolean;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'name'; readonly name: string }
  | Member
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: 'in';
      readonly needle: Expression;
      readonly haystack: readonly Expression[];
      readonly negated: boolean;
    }
  | {
      readonly kind: 'between';
      readonly value: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escape: string | undefined;
      readonly negated: boolean;
    }
  | Call
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | { readonly kind: 'exists' | 'array-of' | 'subquery'; readonly query: Select };

export interface Entry {
  readonly key: string;
  readonly value: Expression;
}

/** One input set: the container, a path, the elements of a path, or a subquery, under a name. */
export interface Source {
  readonly alias: string;
  /** `elements`: `alias IN input`; `whole`: `input [AS] alias`. */
  readonly kind: 'elements' | 'whole';
  readonly input: Expression;
}

export type Projection =
  | { readonly kind: 'star' }
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'list'; readonly items: readonly ProjectedItem[] };

export interface ProjectedItem {
  readonly expression: Expression;
  /** The property in the result: the alias, the last name of a path, or `$1`, `$2` … for the rest. */
  readonly name: string;
  readonly aliased: boolean;
}

export interface SortKey {
  readonly expression: Expression;
  /** As written; undefined where the query says neither. */
  readonly direction: 'ASC' | 'DESC' | undefined;
}

export interface Select {
  readonly distinct: boolean;
  readonly top: Expression | undefined;
  readonly projection: Projection;
  readonly sources: readonly Source[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly orderBy: readonly SortKey[];
  /** `ORDER BY RANK …`. */
  readonly rank: Expression | undefined;
  readonly offset: Expression | undefined;
  readonly limit: Expression | undefined;
}
