export type Literal = string | number | boolean;
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * A filter over item fields, as the parser makes it and every store evaluates it. `field` is a name of the
 * API's item (`price`, `categories`, `created_at`, `attributes.colour`); dates are milliseconds since 1970.
 */
export type Expression =
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Literal[] }
  | { readonly kind: 'has'; readonly field: string; readonly value: string | number }
  | { readonly kind: 'null'; readonly field: string }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[] }
  | { readonly kind: 'not'; readonly term: Expression };
