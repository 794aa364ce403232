/** What a message allows a step to have, by the message's name. */

/** Messages that change columns of a row that exists, so that a step can wait for some of them. */
const messagesWithAttributes = new Set(['update', 'updatemultiple', 'onexternalupdated']);
/** Newer organisations accept columns here too, but a new row counts as changed in all of them. */
const messagesThatIgnoreAttributes = new Set(['create', 'createmultiple']);
const messagesWithoutTable = new Set(['associate', 'disassociate']);
const messagesNotForSteps = new Set(['execute', 'setstatedynamicentity', 'removerelated', 'setrelated']);

/** Whether a step on this message can wait for changes of certain columns. */
export function allowsFilteringAttributes(message: string): boolean {
  return messagesWithAttributes.has(message.toLowerCase());
}

/** Whether columns are taken on this message without meaning anything. */
export function ignoresFilteringAttributes(message: string): boolean {
  return messagesThatIgnoreAttributes.has(message.toLowerCase());
}

/** Whether a step on this message can be bound to a table. */
export function allowsTable(message: string): boolean {
  return !messagesWithoutTable.has(message.toLowerCase());
}

/** Whether steps belong on this message at all. The platform takes some that never do what one expects. */
export function allowsSteps(message: string): boolean {
  return !messagesNotForSteps.has(message.toLowerCase());
}
