import type { ReactNode } from 'react';
import type { SortValue } from './sortRows.ts';

export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Makes the column sortable. */
  readonly sortValue?: (row: Row) => SortValue;
  /** A CSS grid track: `minmax(120px, 2fr)`, `80px`. Dragging the header's edge makes it fixed. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly mono?: boolean;
}
