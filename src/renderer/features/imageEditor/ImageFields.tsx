import { useId, useState } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { ImageField, ImageProblem } from '../../../shared/domain/stepImageRules.ts';
import {
  type ImageStep,
  imagePropertiesOf,
  imagePropertyLabel,
  imageTypesOf,
} from '../../../shared/domain/stepImageSupport.ts';
import { Checkbox, FieldRow, Input, Link, makeStyles, Radio, RadioGroup, tokens } from '../../kit/kit.ts';
import { fieldState } from '../forms/fieldState.ts';
import { ColumnPicker } from '../stepEditor/ColumnPicker.tsx';
import { aliasOf, applyImageCorrection, type ImageForm, imageNameOf } from './imageForm.ts';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
    columnGap: '16px',
    rowGap: '14px',
    alignItems: 'start',
  },
  whole: { gridColumn: '1 / -1', minWidth: 0 },
  group: { gridColumn: '1 / -1', border: 'none', margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, lineHeight: '20px', marginBottom: '2px' },
  checks: { display: 'flex', flexWrap: 'wrap', gap: '0 16px', marginInlineStart: '-8px' },
  radios: { marginInlineStart: '-8px' },
  note: { margin: 0, fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2 },
  bad: { margin: 0, fontSize: '12px', lineHeight: '16px', color: tokens.colorPaletteRedForeground1 },
  mono: { fontFamily: tokens.fontFamilyMonospace },
});

interface ImageFieldsProps {
  readonly connectionId: ConnectionId;
  readonly step: ImageStep;
  readonly otherAliases: readonly string[];
  readonly form: ImageForm;
  readonly onChange: (form: ImageForm) => void;
  readonly problems: readonly ImageProblem[];
  readonly refused?: Readonly<Record<string, string>> | undefined;
  readonly showAll: boolean;
}

/** The settings of an image, each with what is wrong beside it. */
export function ImageFields(props: ImageFieldsProps) {
  const { connectionId, step, otherAliases, form, onChange, problems, refused, showAll } = props;
  const styles = useStyles();
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const visit = (field: ImageField) => setVisited((before) => new Set([...before, field]));
  const state = (field: ImageField) =>
    fieldState({
      field,
      problems,
      refused,
      // An empty list of columns is not wrong before the user has been there.
      visited: showAll || visited.has(field),
      apply: (problem) => onChange(applyImageCorrection(form, problem)),
    });
  const columns = state('attributes').problem;
  return (
    <div className={styles.grid}>
      <TypeField {...{ step, form, onChange, problem: state('imageType').problem }} />
      <PropertyField {...{ step, form, onChange, problem: state('messagePropertyName').problem }} />
      <FieldRow label="Name" problem={state('name').problem}>
        <Input
          value={imageNameOf(form, otherAliases)}
          onChange={(_, data) => onChange({ ...form, typedName: data.value })}
          onBlur={() => visit('name')}
        />
      </FieldRow>
      <FieldRow
        label="Entity alias"
        hint="By this name the code finds the image."
        problem={state('entityAlias').problem}
      >
        <Input
          className={styles.mono}
          value={aliasOf(form, otherAliases)}
          onChange={(_, data) => onChange({ ...form, typedAlias: data.value })}
          onBlur={() => visit('entityAlias')}
        />
      </FieldRow>
      <div className={styles.whole}>
        {step.table === null ? null : (
          <ColumnPicker
            connectionId={connectionId}
            table={step.table}
            label="Parameters"
            chosenLabel="These columns"
            value={form.attributes}
            onChange={(attributes) => {
              visit('attributes');
              onChange({ ...form, attributes });
            }}
            problem={form.attributes?.length === 0 && !showAll && !visited.has('attributes') ? null : columns}
          />
        )}
      </div>
      <FieldRow label="Description" optional className={styles.whole} problem={state('description').problem}>
        <Input
          value={form.description}
          onChange={(_, data) => onChange({ ...form, description: data.value })}
        />
      </FieldRow>
    </div>
  );
}

type Problem = ReturnType<typeof fieldState>['problem'];

interface PartProps {
  readonly step: ImageStep;
  readonly form: ImageForm;
  readonly onChange: (form: ImageForm) => void;
  readonly problem: Problem;
}

function TypeField({ step, form, onChange, problem }: PartProps) {
  const styles = useStyles();
  const problemId = useId();
  const reasons = imageTypesOf(step);
  const notes = [reasons.pre, reasons.post].filter((reason) => reason !== null);
  return (
    <fieldset className={styles.group} aria-describedby={problem || notes.length > 0 ? problemId : undefined}>
      <legend className={styles.legend}>Image type</legend>
      <div className={styles.checks}>
        <Checkbox
          label="Pre-image"
          checked={form.pre}
          // What is chosen already can always be taken back.
          disabled={reasons.pre !== null && !form.pre}
          onChange={(_, data) => onChange({ ...form, pre: data.checked === true })}
        />
        <Checkbox
          label="Post-image"
          checked={form.post}
          disabled={reasons.post !== null && !form.post}
          onChange={(_, data) => onChange({ ...form, post: data.checked === true })}
        />
      </div>
      <ProblemLine id={problemId} problem={problem} notes={notes} />
    </fieldset>
  );
}

function ProblemLine(props: {
  readonly id: string;
  readonly problem: Problem;
  readonly notes: readonly string[];
}) {
  const { id, problem, notes } = props;
  const styles = useStyles();
  if (!problem) return notes.length > 0 ? <Note id={id}>{notes.join(' ')}</Note> : null;
  return (
    <p id={id} className={styles.bad} role="alert">
      {problem.sentence}{' '}
      {problem.correction ? (
        <Link inline as="button" type="button" onClick={problem.correction.apply}>
          {problem.correction.label}
        </Link>
      ) : null}
    </p>
  );
}

function Note({ id, children }: { readonly id: string; readonly children: string }) {
  const styles = useStyles();
  return (
    <p id={id} className={styles.note}>
      {children}
    </p>
  );
}

/** Of which row of the message the image is: asked where there is a choice, said where there is none. */
function PropertyField({ step, form, onChange, problem }: PartProps) {
  const styles = useStyles();
  const properties = imagePropertiesOf(step.message);
  const [only] = properties;
  if (properties.length < 2) {
    return only === undefined || problem ? (
      problem ? (
        <FieldRow label="Message property" className={styles.whole} problem={problem}>
          <Input value={form.messagePropertyName} readOnly />
        </FieldRow>
      ) : null
    ) : (
      <p className={`${styles.note} ${styles.whole}`}>
        Message property: <span className={styles.mono}>{only}</span>, the only one of {step.message}.
      </p>
    );
  }
  return (
    <FieldRow label="Image of" className={styles.whole} problem={problem}>
      <RadioGroup
        layout="horizontal"
        className={styles.radios}
        value={form.messagePropertyName}
        onChange={(_, data) => onChange({ ...form, messagePropertyName: data.value })}
      >
        {properties.map((property) => (
          <Radio key={property} value={property} label={imagePropertyLabel(property)} />
        ))}
      </RadioGroup>
    </FieldRow>
  );
}
