/** The little of jsdom that the test browser needs; the package brings no types. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(markup: string, options?: { readonly url?: string });
    readonly window: { readonly document: Document };
  }
}
