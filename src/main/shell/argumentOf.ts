/** The value given with a flag, as `--name value` or `--name=value`, or null. */
export function argumentOf(args: readonly string[], name: string): string | null {
  for (const [index, argument] of args.entries()) {
    const value =
      argument === name
        ? args[index + 1]
        : argument.startsWith(`${name}=`)
          ? argument.slice(name.length + 1)
          : undefined;
    if (value !== undefined && value !== '') return value;
  }
  return null;
}
