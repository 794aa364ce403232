import { metadataId } from './metadataId.ts';

const english = 1033;

/** A `Label` as the metadata shows it; without a text its `UserLocalizedLabel` is null. */
export function label(text: string | undefined): { readonly [name: string]: unknown } {
  if (text === undefined) return { LocalizedLabels: [], UserLocalizedLabel: null };
  const localized = {
    Label: text,
    LanguageCode: english,
    IsManaged: true,
    MetadataId: metadataId(`label/${text}`),
    HasChanged: null,
  };
  return { LocalizedLabels: [localized], UserLocalizedLabel: localized };
}

/** A managed property of a piece of metadata. */
export function managedProperty(value: unknown, name: string): { readonly [name: string]: unknown } {
  return { Value: value, CanBeChanged: false, ManagedPropertyLogicalName: name };
}
