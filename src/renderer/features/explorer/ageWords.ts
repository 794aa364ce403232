const units = [
  { unit: 'day', milliseconds: 86_400_000 },
  { unit: 'hour', milliseconds: 3_600_000 },
  { unit: 'minute', milliseconds: 60_000 },
] as const;

/** How long ago something was: "less than a minute ago", "3 hours ago", "12 days ago". */
export function ageWords(iso: string, now: number): string {
  const age = now - Date.parse(iso);
  for (const { unit, milliseconds } of units) {
    const count = Math.floor(age / milliseconds);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'less than a minute ago';
}
