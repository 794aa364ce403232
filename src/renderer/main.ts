import './bridge/forbidEval.ts';

// Everything else comes after it: schemas look at that choice when they are made.
void import('./start.tsx');
