/** Words that names of the large organisation are put together from. */
export const areas: readonly string[] = (
  'Account Asset Billing Booking Budget Campaign Claim Contract Credit Customer Delivery Employee Event Expense ' +
  'Forecast Freight Inspection Inventory Invoice Lease Loyalty Maintenance Marketing Order Payment Price Project ' +
  'Purchase Quality Rental'
).split(' ');

export const things: readonly string[] = (
  'Adjustment Agreement Allocation Approval Batch Category Change Condition Entry Exception Group History Item Limit ' +
  'Line Log Message Note Period Plan Profile Queue Reason Request Rule Schedule Setting Status Template Transfer'
).split(' ');

export const verbs: readonly string[] = (
  'Archive Calculate Cancel Check Close Complete Confirm Convert Copy Distribute Escalate Export Generate Import ' +
  'Lock Merge Notify Prepare Publish Recalculate Release Renew Reopen Resolve Retire Revise Route Split Submit Sync ' +
  'Unlock Validate'
).split(' ');

export const firstNames: readonly string[] = (
  'Aaliyah Akira Alba Amir Ana Arjun Astrid Beatriz Bilal Carlo Chiara Dario Diego Elena Emeka Eva Farid Fatima ' +
  'Freya Gael Hana Henrik Ines Ivan Jana Joon Kaito Karin Lars Leila Luca Maja Marek Maria Mina Nadia Noah Oskar ' +
  'Paula Rafael Rania Sara Selim Sofia Stefan Tariq Theo Uma Vera Yusuf'
).split(' ');

export const lastNames: readonly string[] = (
  'Abe Andersen Baptiste Bauer Becker Bianchi Bos Carvalho Chen Cohen Costa Dahl Diaz Dlamini Ferrari Fischer ' +
  'Garcia Gupta Hansen Hoffmann Horvat Ito Jensen Kaya Khan Kim Klein Kovacs Larsen Lopez Meyer Moreau Nguyen Novak ' +
  'Okafor Olsen Park Patel Petrov Rossi Sato Schmid Silva Singh Suzuki Tanaka Tran Wagner Wolf Yilmaz'
).split(' ');

/** Picks from a list by index, over and over. */
export function pick(words: readonly string[], index: number): string {
  return words[index % words.length] ?? '';
}
