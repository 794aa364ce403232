import { benchAssembly } from './assembly.ts';
import { benchListener } from './listener.ts';
import { benchLoad } from './load.ts';
import { printRows } from './measure.ts';
import { benchTree } from './tree.ts';

/** All benchmarks, one after the other: they would disturb each other side by side. */
const rows = [
  ...(await benchLoad()),
  ...(await benchTree()),
  await benchListener(),
  ...(await benchAssembly()),
];
printRows(rows);
