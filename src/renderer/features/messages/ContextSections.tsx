import type { Pair, Value } from '../../../shared/domain/contextValue.ts';
import { type ExecutionContext, isAutomaticImage } from '../../../shared/domain/executionContext.ts';
import { formatDateTime } from '../../../shared/domain/formatValue.ts';
import { makeStyles, type Property, PropertyList, tokens } from '../../kit/kit.ts';
import { ValueTree } from './ValueTree.tsx';

const useStyles = makeStyles({
  section: { padding: '8px 8px 0' },
  title: {
    margin: '8px 8px 0',
    fontSize: '12px',
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
});

const stages: Readonly<Record<number, string>> = {
  10: 'Pre-validation',
  20: 'Pre-operation',
  30: 'Main operation',
  40: 'Post-operation',
};

function properties(context: ExecutionContext): readonly Property[] {
  const found: Property[] = [];
  const add = (name: string, value: string | number | undefined, id = false) => {
    if (value === undefined || value === '') return;
    found.push({ name, value: String(value), ...(id ? { mono: true, copy: String(value) } : {}) });
  };
  const number = (value: number | undefined, names: Readonly<Record<number, string>>) =>
    value === undefined ? undefined : names[value] ? `${names[value]} (${value})` : value;
  add('Message', context.messageName);
  add('Table', context.primaryEntityName);
  add('Row id', context.primaryEntityId, true);
  add('Stage', number(context.stage, stages));
  add('Mode', number(context.mode, { 0: 'Synchronous', 1: 'Asynchronous' }));
  add('Depth', context.depth);
  add('Organisation', context.organizationName);
  add('User id', context.userId, true);
  add('Initiating user id', context.initiatingUserId, true);
  add('Initiating program', context.initiatingUserAgent);
  add('Business unit id', context.businessUnitId, true);
  add('Correlation id', context.correlationId, true);
  add('Request id', context.requestId, true);
  add('Operation id', context.operationId, true);
  if (context.operationCreatedOn) add('Operation created', formatDateTime(context.operationCreatedOn));
  add('Step id', context.owningExtension?.id, true);
  if (context.isInTransaction !== undefined) add('In transaction', context.isInTransaction ? 'yes' : 'no');
  return found;
}

/** The members of a message that are one value each, and those that this program does not know. */
export function ContextTab({ context }: { readonly context: ExecutionContext }) {
  const styles = useStyles();
  return (
    <div className={styles.section}>
      <PropertyList properties={properties(context)} columns={1} />
      {context.unknownMembers.length > 0 ? (
        <>
          <h3 className={styles.title}>Not known to this program</h3>
          <ValueTree
            label="Unknown members"
            pairs={context.unknownMembers.map(({ name, value }) => ({ key: name, value }))}
            empty=""
          />
        </>
      ) : null}
    </div>
  );
}

/** Rows as they were before and after, by the images of the step. */
export function ImagesTab({ context }: { readonly context: ExecutionContext }) {
  const styles = useStyles();
  const pairs = (images: ExecutionContext['preEntityImages']): readonly Pair<Value>[] =>
    images.map(({ key, value }) => ({
      key: isAutomaticImage(key) ? `${key} (added by Dataverse)` : key,
      value: value ? { kind: 'entity', entity: value } : { kind: 'null' },
    }));
  return (
    <>
      <h3 className={styles.title}>Before the operation</h3>
      <ValueTree
        label="Pre-images"
        pairs={pairs(context.preEntityImages)}
        empty="No pre-image. Register one on the step to see the values from before."
      />
      <h3 className={styles.title}>After the operation</h3>
      <ValueTree
        label="Post-images"
        pairs={pairs(context.postEntityImages)}
        empty="No post-image. Register one on the step to see the whole row."
      />
    </>
  );
}

/** The operation that this one is part of, and so on upwards. */
export function ParentTab({ context }: { readonly context: ExecutionContext }) {
  const styles = useStyles();
  const parents: ExecutionContext[] = [];
  for (let at = context.parentContext; at !== undefined && parents.length < 32; at = at.parentContext) {
    parents.push(at);
  }
  if (parents.length === 0) {
    return (
      <ValueTree
        label="Parent"
        pairs={[]}
        empty={
          context.absentMembers.includes('ParentContext')
            ? 'The message carries no parent: it was over the size limit, or cut off.'
            : 'This operation was not part of another one.'
        }
      />
    );
  }
  return parents.map((parent, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a chain has places, not names
    <section key={at} className={styles.section} aria-label={`Parent ${at + 1}`}>
      <h3 className={styles.title}>
        {at === 0 ? 'Parent' : `Parent, ${at + 1} up`}: {parent.messageName ?? 'unknown'} of{' '}
        {parent.primaryEntityName ?? 'unknown'}
      </h3>
      <PropertyList properties={properties(parent)} columns={1} />
      <ValueTree label="Input of the parent" pairs={parent.inputParameters} empty="No input parameters." />
    </section>
  ));
}
