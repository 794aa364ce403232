import { type FieldProblem, Link } from '../../kit/kit.ts';

/** A remark below a field, with what it offers to do. */
export function FieldNote({ note }: { readonly note: FieldProblem }) {
  return (
    <>
      {note.sentence}
      {note.correction ? (
        <>
          {' '}
          <Link inline as="button" type="button" onClick={note.correction.apply}>
            {note.correction.label}
          </Link>
        </>
      ) : null}
    </>
  );
}
