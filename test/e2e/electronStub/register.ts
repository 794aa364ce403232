import { registerHooks } from 'node:module';

const stub = new URL('./electron.ts', import.meta.url).href;

/** `node --import` this: from now on `electron` is the stub beside it. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: stub, shortCircuit: true } : next(specifier, context),
});
