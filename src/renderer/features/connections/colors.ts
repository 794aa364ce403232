import type { ConnectionColor } from '../../../shared/contract/calls/connections.ts';

export const colorLabels: Readonly<Record<ConnectionColor, string>> = {
  blue: 'Blue',
  green: 'Green',
  amber: 'Amber',
  red: 'Red',
  purple: 'Purple',
  grey: 'Grey',
};
