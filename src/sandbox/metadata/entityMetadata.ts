import type { Column, LookupTarget } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import type { MetadataObject } from './attributeMetadata.ts';
import { label, managedProperty } from './label.ts';
import { metadataId } from './metadataId.ts';

/** `EntityDefinitions` row of a table, all its properties. */
export function entityMetadata(table: Table): MetadataObject {
  return {
    MetadataId: metadataId(`entity/${table.name}`),
    LogicalName: table.name,
    SchemaName: table.schemaName,
    EntitySetName: table.set,
    LogicalCollectionName: table.set,
    CollectionSchemaName: table.pluralLabel.replaceAll(/\W/g, ''),
    DisplayName: label(table.label),
    DisplayCollectionName: label(table.pluralLabel),
    Description: label(undefined),
    ObjectTypeCode: table.objectTypeCode,
    PrimaryIdAttribute: table.primaryKey,
    PrimaryNameAttribute: table.primaryName ?? null,
    PrimaryImageAttribute: table.column.has('entityimage') ? 'entityimage' : null,
    OwnershipType: table.ownership,
    TableType: 'Standard',
    IsActivity: table.activity,
    IsActivityParty: false,
    IsIntersect: false,
    IsLogicalEntity: false,
    IsPrivate: false,
    IsCustomEntity: false,
    IsManaged: true,
    IsChildEntity: false,
    IsEnabledForCharts: table.business,
    IsImportable: table.business,
    IsStateModelAware: table.column.has('statecode'),
    IsValidForAdvancedFind: table.business,
    HasActivities: table.business && !table.activity,
    HasNotes: table.business,
    ChangeTrackingEnabled: false,
    DataProviderId: null,
    DataSourceId: null,
    IsCustomizable: managedProperty(table.business, 'iscustomizable'),
    IsAuditEnabled: managedProperty(table.business, 'canmodifyauditsettings'),
    CanCreateAttributes: managedProperty(table.business, 'cancreateattributes'),
    IntroducedVersion: '5.0.0.0',
  };
}

/** The relationship behind one target of a lookup. */
function relationship(
  table: Table,
  column: Column,
  target: LookupTarget,
  referredKey: string,
): MetadataObject {
  const name = target.collection ?? `${target.table}_${table.name}_${column.name}`;
  const behaviour = target.onDelete ?? 'RemoveLink';
  return {
    MetadataId: metadataId(`relationship/${name}/${table.name}`),
    SchemaName: name,
    RelationshipType: 'OneToManyRelationship',
    ReferencedEntity: target.table,
    ReferencedAttribute: referredKey,
    ReferencedEntityNavigationPropertyName: target.collection ?? null,
    ReferencingEntity: table.name,
    ReferencingAttribute: column.name,
    ReferencingEntityNavigationPropertyName: target.navigation,
    CascadeConfiguration: {
      Assign: 'NoCascade',
      Delete: behaviour,
      Merge: 'NoCascade',
      Reparent: 'NoCascade',
      Share: 'NoCascade',
      Unshare: 'NoCascade',
    },
    IsCustomRelationship: false,
    IsManaged: true,
    IsHierarchical: false,
  };
}

/** Relationships in which the table's rows refer to others. */
export function manyToOneRelationships(table: Table, keyOf: (table: string) => string): MetadataObject[] {
  return table.columns.flatMap((column) =>
    (column.targets ?? []).map((target) => relationship(table, column, target, keyOf(target.table))),
  );
}

/** Relationships in which other rows refer to the table's. */
export function oneToManyRelationships(table: Table): MetadataObject[] {
  return table.referrers.map((referrer) =>
    relationship(referrer.table, referrer.column, referrer.target, table.primaryKey),
  );
}
