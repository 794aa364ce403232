/** The common name of a subject, or all of it where there is none. */
export function nameOf(subject: string): string {
  return /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject;
}
