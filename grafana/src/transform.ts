// What is done to answers before they are drawn. Grafana has no types for it.
import { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';

/** Sorts rows; stable, so of several the last counts most. */
export function sorted(field: string, order: 'up' | 'down'): DataTransformerConfig {
  return { id: 'sortBy', options: { fields: {}, sort: [{ field, desc: order === 'down' }] } };
}

/** A column for each value of `column`, a row for each value of `row`. */
export function matrix(row: string, column: string): DataTransformerConfig {
  return { id: 'groupingToMatrix', options: { rowField: row, columnField: column, valueField: 'Value', emptyValue: 'null' } };
}

export function without(...names: string[]): DataTransformerConfig {
  return organised([], names);
}

/** The columns in this order and by these names, then all others but those excluded. */
export function organised(columns: { from: string; as: string }[], excluded: string[]): DataTransformerConfig {
  return {
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries(excluded.map((name) => [name, true])),
      indexByName: Object.fromEntries(columns.map(({ from }, i) => [from, i])),
      renameByName: Object.fromEntries(columns.map(({ from, as }) => [from, as])),
      includeByName: {},
    },
  };
}
