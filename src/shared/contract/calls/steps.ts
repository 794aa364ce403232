import { z } from 'zod';
import { ConnectionId, Etag, MessageFilterId, MessageId, StepId, UserId } from '../../domain/ids.ts';
import { Step } from '../../domain/registration.ts';
import { SolutionUniqueName } from '../../domain/solution.ts';
import { SecureConfigurationChange, StepDraft } from '../../domain/step.ts';
import { ImageDraft } from '../../domain/stepImage.ts';
import { call, nothing } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });
const search = which.extend({ text: z.string().max(200) });

export const MessageChoice = z.object({ id: MessageId, name: z.string() });
export type MessageChoice = z.infer<typeof MessageChoice>;

/** A table, or a table with a secondary one, on which the chosen message allows custom steps. */
export const TableChoice = z.object({
  messageFilterId: MessageFilterId,
  logicalName: z.string(),
  displayName: z.string().nullable(),
  secondaryTable: z.string().nullable(),
  /** Where steps on it may run. */
  availability: z.enum(['server', 'client', 'both']),
});
export type TableChoice = z.infer<typeof TableChoice>;

export const ColumnChoice = z.object({
  logicalName: z.string(),
  displayName: z.string().nullable(),
  /** The platform's attribute type: String, Picklist, Lookup … */
  type: z.string(),
  validForCreate: z.boolean(),
  validForUpdate: z.boolean(),
});
export type ColumnChoice = z.infer<typeof ColumnChoice>;

export const UserChoice = z.object({
  id: UserId,
  fullName: z.string(),
  domainName: z.string().nullable(),
  disabled: z.boolean(),
});
export type UserChoice = z.infer<typeof UserChoice>;

export const stepCalls = {
  /** Public messages whose name contains the text, at most 50, the ones beginning with it first. */
  'message.search': call(search, z.object({ messages: z.array(MessageChoice), more: z.boolean() })),
  /** Tables of one message, by logical or display name; `anyTable` when the message allows a step on no table in particular. */
  'table.search': call(
    search.extend({
      messageId: MessageId,
      /** Only rows of this very table: the choices of a secondary one. */
      primary: z.string().max(200).nullable().default(null),
    }),
    z.object({ tables: z.array(TableChoice), anyTable: z.boolean(), more: z.boolean() }),
  ),
  'column.search': call(
    search.extend({ table: z.string().min(1).max(200) }),
    z.object({ columns: z.array(ColumnChoice), more: z.boolean() }),
  ),
  'user.search': call(search, z.object({ users: z.array(UserChoice), more: z.boolean() })),

  'step.read': call(which.extend({ id: StepId }), z.object({ step: Step, etag: Etag })),
  /** The text itself, for who asks to see it. Refused with `forbidden` where the user may not read it. */
  'step.readSecureConfiguration': call(which.extend({ id: StepId }), z.object({ secret: z.string() })),
  'step.create': call(
    which.extend({
      draft: StepDraft,
      secureConfiguration: SecureConfigurationChange.default({ kind: 'keep' }),
      /** Registered with the step, all or nothing. */
      images: z.array(ImageDraft).max(100).default([]),
      /** The solution that the step joins beside the default one. */
      solution: SolutionUniqueName.nullable().default(null),
    }),
    z.object({ id: StepId }),
  ),
  'step.update': call(
    which.extend({
      id: StepId,
      draft: StepDraft,
      secureConfiguration: SecureConfigurationChange.default({ kind: 'keep' }),
      etag: Etag,
      overwrite: z.boolean().default(false),
    }),
    nothing,
  ),
  'step.setState': call(
    which.extend({ ids: z.array(StepId).min(1).max(1000), enabled: z.boolean() }),
    z.object({ changed: z.number().int() }),
  ),
};
