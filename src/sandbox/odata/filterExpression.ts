/** A literal of a filter. `text` of a number is its digits, of an enumeration its member's name. */
export type Literal =
  | { readonly type: 'null' }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'guid'; readonly value: string }
  /** Milliseconds since 1970. */
  | { readonly type: 'date'; readonly value: number }
  | { readonly type: 'enum'; readonly typeName: string; readonly value: string };

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export type FilterExpression =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'path'; readonly segments: readonly string[] }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly left: FilterExpression;
      readonly right: FilterExpression;
    }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly FilterExpression[] }
  | { readonly kind: 'not'; readonly term: FilterExpression }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly FilterExpression[] }
  | {
      /** A query function of Dataverse, such as `Microsoft.Dynamics.CRM.In`; its name without the namespace. */
      readonly kind: 'queryFunction';
      readonly name: string;
      readonly parameters: ReadonlyMap<string, string | readonly string[]>;
    }
  | {
      readonly kind: 'lambda';
      readonly quantifier: 'any' | 'all';
      readonly path: readonly string[];
      readonly variable: string;
      /** Undefined for `any()`: there is at least one. */
      readonly body: FilterExpression | undefined;
    };
