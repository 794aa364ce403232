import type { ColumnOption } from '../column.ts';

type Choices = readonly (readonly [number, string])[];

export const paymentTerms: Choices = [
  [1, 'Net 30'],
  [2, '2% 10, Net 30'],
  [3, 'Net 45'],
  [4, 'Net 60'],
];

export const freightTerms: Choices = [
  [1, 'FOB'],
  [2, 'No Charge'],
];

export const shippingMethod: Choices = [
  [1, 'Airborne'],
  [2, 'DHL'],
  [3, 'FedEx'],
  [4, 'UPS'],
  [5, 'Postal Mail'],
  [6, 'Full Load'],
  [7, 'Will Call'],
];

export const addressType: Choices = [
  [1, 'Bill To'],
  [2, 'Ship To'],
  [3, 'Primary'],
  [4, 'Other'],
];

export const preferredContactMethod: Choices = [
  [1, 'Any'],
  [2, 'Email'],
  [3, 'Phone'],
  [4, 'Fax'],
  [5, 'Mail'],
];

export const preferredAppointmentDay: Choices = [
  [0, 'Sunday'],
  [1, 'Monday'],
  [2, 'Tuesday'],
  [3, 'Wednesday'],
  [4, 'Thursday'],
  [5, 'Friday'],
  [6, 'Saturday'],
];

export const preferredAppointmentTime: Choices = [
  [1, 'Morning'],
  [2, 'Afternoon'],
  [3, 'Evening'],
];

/** Labels of the `donot…` columns. */
export const allowOrNot: readonly ColumnOption[] = [
  { value: 0, label: 'Allow' },
  { value: 1, label: 'Do Not Allow' },
];
