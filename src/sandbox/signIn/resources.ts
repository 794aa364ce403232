import type { PermissionKind } from './model.ts';

/** Dataverse's own application, the same in each cloud; organisations and discovery belong to it. */
export const dataverseAppId = '00000007-0000-0000-c000-000000000000';
export const graphAppId = '00000003-0000-0000-c000-000000000000';

export const dataversePermissions: readonly PermissionKind[] = [
  {
    id: '78ce3f0f-a1ce-49c2-8cde-64b5c0896db4',
    value: 'user_impersonation',
    type: 'Scope',
    adminOnly: false,
    text: 'Access Common Data Service as you',
  },
];

export const graphPermissions: readonly PermissionKind[] = [
  {
    id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
    value: 'User.Read',
    type: 'Scope',
    adminOnly: false,
    text: 'Sign you in and read your profile',
  },
  {
    id: 'bdfbf15f-ee85-4955-8675-146e8e5296b5',
    value: 'Application.ReadWrite.All',
    type: 'Scope',
    adminOnly: true,
    text: 'Read and write all applications',
  },
  {
    id: 'c79f8feb-a9db-4090-85f9-90d820caa0eb',
    value: 'Application.Read.All',
    type: 'Scope',
    adminOnly: true,
    text: 'Read applications',
  },
  {
    id: '41ce6ca6-6826-4807-84f1-1c82854f7ee5',
    value: 'DelegatedPermissionGrant.ReadWrite.All',
    type: 'Scope',
    adminOnly: true,
    text: 'Manage all delegated permission grants',
  },
  {
    id: '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
    value: 'Application.ReadWrite.All',
    type: 'Role',
    adminOnly: true,
    text: 'Read and write all applications',
  },
];

/** The delegated and application permissions of a resource; none for one that is not known. */
export function permissionsOf(resourceAppId: string): readonly PermissionKind[] {
  if (resourceAppId === dataverseAppId) return dataversePermissions;
  return resourceAppId === graphAppId ? graphPermissions : [];
}
